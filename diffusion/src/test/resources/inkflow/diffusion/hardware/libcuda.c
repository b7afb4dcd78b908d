/* A driver library of no GPU, with the calls that Inkflow makes: cc -shared -DVERSION=13000 -DGPUS=2 -DINIT=0 */
#include <stddef.h>
#include <stdio.h>

static int current = -1;

int cuInit(int flags) { return INIT; }
int cuDriverGetVersion(int *version) { *version = VERSION; return 0; }
int cuDeviceGetCount(int *count) { *count = GPUS; return 0; }
int cuDeviceGet(int *device, int ordinal) { *device = 10 + ordinal; return ordinal < GPUS ? 0 : 101; }
int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "Testing GPU %d", device - 10);
  return 0;
}
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? 8 : attribute == 76 ? device - 4 : -1;
  return 0;
}
int cuDevicePrimaryCtxRetain(void **context, int device) { *context = (void *)(size_t)device; return 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { return current == -1 ? 0 : 1; }
int cuCtxPushCurrent_v2(void *context) { current = (int)(size_t)context; return 0; }
int cuCtxPopCurrent_v2(void **context) { current = -1; return 0; }
#ifndef OLD
int cuMemGetInfo_v2(size_t *free, size_t *total) {
  *total = (size_t)24 << 30;
#ifdef FREE
  *free = FREE;
#else
  *free = *total - ((size_t)current << 30);
#endif
  return 0;
}
#endif
