# The image of docker/Dockerfile with libtorch for CUDA in it, 4 GB larger. The host has the driver.
#   docker build -f docker/Dockerfile -t inkflow . && docker build -f docker/cuda.Dockerfile -t inkflow:cuda docker
FROM inkflow AS libtorch
USER root
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip \
    && inkflow fetch-cuda --dir /opt/libtorch

FROM inkflow
COPY --from=libtorch --chown=flink:flink /opt/libtorch /opt/libtorch
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch/torch/lib PYTORCH_FLAVOR=cu128 \
    NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility NVIDIA_TF32_OVERRIDE=0
