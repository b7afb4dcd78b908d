package inkflow.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to load and how to run it.
 *
 * @param model a diffusers folder or a {@code .safetensors} file
 * @param vae another autoencoder than the model's own
 * @param loras to load beside those in the model's own {@code lora/} folder
 * @param device {@code cpu} or {@code cuda:N}
 * @param precision the networks' arithmetic; latents and the schedule stay in float32
 * @param threads of the device's own arithmetic on a CPU; 0 chooses by the machine
 * @param queueCapacity most requests that may wait
 * @param maxBatchRows most rows in one UNet call
 */
public record EngineOptions(
    Path model,
    Optional<Path> vae,
    List<LoraFile> loras,
    String device,
    Precision precision,
    int threads,
    int queueCapacity,
    int maxBatchRows) {

  /** {@link #AUTO}: bf16 where the processor computes in it, else fp32; fp16 on a GPU. */
  public enum Precision {
    AUTO,
    FP32,
    BF16,
    FP16
  }

  /**
   * A LoRA to load.
   *
   * @param scale at which it is on by default; 0 loads it without using it
   */
  public record LoraFile(String name, Path file, double scale) {}

  /** The model on the CPU with defaults for the rest. */
  public static EngineOptions of(Path model) {
    return new EngineOptions(model, Optional.empty(), List.of(), "cpu", Precision.AUTO, 0, 1024, 8);
  }
}
