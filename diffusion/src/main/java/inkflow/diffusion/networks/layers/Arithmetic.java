package inkflow.diffusion.networks.layers;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.hardware.Processor;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.UNetConfig;

/**
 * The device and the element type that networks compute with.
 *
 * @param precision never {@link Precision#AUTO}
 */
public record Arithmetic(Device device, Precision precision) {

  /**
   * Chooses what {@link Precision#AUTO} stands for on a device.
   *
   * @throws IllegalArgumentException for a precision that the device doesn't support
   */
  public static Arithmetic of(Device device, Precision precision) {
    if (!isPossible(device, precision)) {
      throw new IllegalArgumentException(
          "precision: bf16 (expected: auto or fp32 on this processor, which has no AVX-512)");
    }
    if (precision != Precision.AUTO) {
      return new Arithmetic(device, precision);
    }
    if (device.isGpu()) {
      return new Arithmetic(device, Precision.FP16);
    }
    return new Arithmetic(device, Processor.isFasterInBfloat16() ? Precision.BF16 : Precision.FP32);
  }

  /** Whether a device supports a precision, even if slowly. */
  public static boolean isPossible(Device device, Precision precision) {
    return precision != Precision.BF16 || device.isGpu() || Processor.acceptsBfloat16();
  }

  /** SDXL's own autoencoder overflows in fp16. */
  public Arithmetic ofAutoencoder(UNetConfig unet, AutoencoderConfig vae) {
    boolean overflows =
        precision == Precision.FP16
            && unet.hasAddedConditioning()
            && vae instanceof AutoencoderKlConfig kl
            && kl.forceUpcast();
    return overflows ? new Arithmetic(device, Precision.FP32) : this;
  }

  public int elementBytes() {
    return precision == Precision.FP32 ? 4 : 2;
  }

  /** The kind of layers for this device and type. */
  public Layers layers(Script script) {
    DType type =
        switch (precision) {
          case FP32 -> DType.FLOAT32;
          case FP16 -> DType.FLOAT16;
          case BF16 -> DType.BFLOAT16;
          case AUTO -> throw new IllegalStateException("precision: AUTO (expected: a chosen one)");
        };
    return usesOneDnn() ? new OneDnnLayers(script, type) : new Layers(script, type);
  }

  private boolean usesOneDnn() {
    return !device.isGpu() && precision != Precision.FP16 && Processor.isX86();
  }
}
