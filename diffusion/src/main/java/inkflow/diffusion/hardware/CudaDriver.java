package inkflow.diffusion.hardware;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver, called through its own library. Needs no other part of CUDA, and sees the same
 * GPUs as libtorch: {@code CUDA_VISIBLE_DEVICES} applies.
 */
public final class CudaDriver implements GpuProbe {
  /** CUDA 12.0. Its libraries run on every driver of 12.x and later. */
  private static final int OLDEST = 12000;

  private static final String WANTED = "NVIDIA's driver 525.60 or newer";
  private static final Pattern VERSION = Pattern.compile("Kernel Module.*?(\\d+(?:\\.\\d+)+)");
  private static final GpuProbe HERE =
      new CudaDriver("libcuda.so.1", Path.of("/proc/driver/nvidia/version"));

  private final String library;
  private final Path versionFile;

  /**
   * @param library by name or path
   * @param versionFile where the kernel module reports its version; may be missing
   */
  CudaDriver(String library, Path versionFile) {
    this.library = library;
    this.versionFile = versionFile;
  }

  /** The driver of this machine. */
  public static GpuProbe here() {
    return HERE;
  }

  @Override
  public Gpus probe() {
    CudaCalls cuda = load();
    try {
      return probe(cuda);
    } catch (UnsatisfiedLinkError e) {
      throw broken(e);
    }
  }

  private CudaCalls load() {
    try {
      return Native.load(library, CudaCalls.class);
    } catch (UnsatisfiedLinkError e) {
      String said = String.valueOf(e.getMessage());
      if (said.contains(library + ": cannot open shared object file")) {
        throw new NoGpuException(
            "no GPU: %s is not on this machine (expected: a GPU of NVIDIA and %s, or --device cpu)"
                .formatted(library, WANTED));
      }
      throw broken(e);
    }
  }

  private NoGpuException broken(UnsatisfiedLinkError e) {
    // JNA's first line says that loading failed, the next one says why.
    List<String> said = String.valueOf(e.getMessage()).lines().toList();
    return new NoGpuException(
        "the GPU's driver can't be loaded: %s (expected: %s; install it anew, or take --device cpu)"
            .formatted(said.get(Math.min(1, said.size() - 1)), WANTED));
  }

  private Gpus probe(CudaCalls cuda) {
    IntByReference version = new IntByReference();
    check(cuda.cuDriverGetVersion(version));
    Gpus driver = new Gpus(version(), version.getValue(), List.of());
    if (driver.cuda() < OLDEST) {
      throw new NoGpuException(
          "the GPU's driver%s is too old: it runs CUDA %s (expected: %s, which runs 12.0)"
              .formatted(named(driver.driver()), driver.cudaName(), WANTED));
    }
    check(cuda.cuInit(0));
    IntByReference count = new IntByReference();
    check(cuda.cuDeviceGetCount(count));
    if (count.getValue() == 0) {
      throw new NoGpuException(CudaError.message(CudaError.NO_DEVICE));
    }
    List<Gpu> gpus = new ArrayList<>();
    for (int i = 0; i < count.getValue(); i++) {
      gpus.add(gpu(cuda, i));
    }
    return new Gpus(driver.driver(), driver.cuda(), gpus);
  }

  private static String named(String driver) {
    return driver.isEmpty() ? "" : " " + driver;
  }

  private static Gpu gpu(CudaCalls cuda, int index) {
    IntByReference device = new IntByReference();
    check(cuda.cuDeviceGet(device, index));
    byte[] name = new byte[256];
    check(cuda.cuDeviceGetName(name, name.length, device.getValue()));
    int capability =
        10 * attribute(cuda, CudaCalls.MAJOR, device.getValue())
            + attribute(cuda, CudaCalls.MINOR, device.getValue());
    LongByReference free = new LongByReference();
    LongByReference total = new LongByReference();
    memory(cuda, device.getValue(), free, total);
    return new Gpu(
        index,
        Native.toString(name, StandardCharsets.UTF_8),
        capability,
        total.getValue(),
        free.getValue());
  }

  private static int attribute(CudaCalls cuda, int attribute, int device) {
    IntByReference value = new IntByReference();
    check(cuda.cuDeviceGetAttribute(value, attribute, device));
    return value.getValue();
  }

  /** The driver reports free memory only in a context; this is the one that libtorch uses. */
  private static void memory(
      CudaCalls cuda, int device, LongByReference free, LongByReference total) {
    PointerByReference context = new PointerByReference();
    check(cuda.cuDevicePrimaryCtxRetain(context, device));
    try {
      check(cuda.cuCtxPushCurrent_v2(context.getValue()));
      try {
        check(cuda.cuMemGetInfo_v2(free, total));
      } finally {
        check(cuda.cuCtxPopCurrent_v2(new PointerByReference()));
      }
    } finally {
      check(cuda.cuDevicePrimaryCtxRelease_v2(device));
    }
  }

  private static void check(int error) {
    if (error != 0) {
      throw new NoGpuException(CudaError.message(error));
    }
  }

  private String version() {
    if (!Files.isReadable(versionFile)) {
      return "";
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(versionFile));
      return version.find() ? version.group(1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
