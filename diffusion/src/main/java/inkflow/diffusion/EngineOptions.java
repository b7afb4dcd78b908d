package inkflow.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param promptCacheEntries most prompts whose embeddings are kept
 * @param loraCacheBytes most memory for weights under LoRA mixes, the one that requests have by
 *     default not counted; beyond it requests for further mixes wait until others are drawn
 * @param schedule which timesteps a picture visits that starts from another
 * @param controlNets to load beside the UNet
 * @param lenientLoras whether what of a LoRA's file does not fit the model is left out, with a
 *     warning, instead of the file being refused
 */
public record EngineOptions(
    Path model,
    Optional<Path> vae,
    List<LoraFile> loras,
    String device,
    Precision precision,
    int threads,
    int queueCapacity,
    int maxBatchRows,
    int promptCacheEntries,
    long loraCacheBytes,
    ImageSchedule schedule,
    List<ControlNetFile> controlNets,
    boolean lenientLoras) {

  private static final int PROMPT_CACHE_ENTRIES = 512;
  private static final long LORA_CACHE_BYTES = 1L << 30;

  /** With caches of the default sizes, by schedule A. */
  public EngineOptions(
      Path model,
      Optional<Path> vae,
      List<LoraFile> loras,
      String device,
      Precision precision,
      int threads,
      int queueCapacity,
      int maxBatchRows) {
    this(
        model,
        vae,
        loras,
        device,
        precision,
        threads,
        queueCapacity,
        maxBatchRows,
        PROMPT_CACHE_ENTRIES,
        LORA_CACHE_BYTES,
        ImageSchedule.STRENGTH,
        List.of(),
        false);
  }

  public EngineOptions {
    loras = List.copyOf(loras);
    controlNets = List.copyOf(controlNets);
    require(threads >= 0, "threads", threads, ">= 0");
    require(queueCapacity >= 1, "queueCapacity", queueCapacity, ">= 1");
    require(maxBatchRows >= 1, "maxBatchRows", maxBatchRows, ">= 1");
    require(promptCacheEntries >= 0, "promptCacheEntries", promptCacheEntries, ">= 0");
    require(loraCacheBytes >= 0, "loraCacheBytes", loraCacheBytes, ">= 0");
    List<String> names = controlNets.stream().map(ControlNetFile::name).toList();
    require(Set.copyOf(names).size() == names.size(), "controlNets", names, "each name once");
  }

  /** The same with another schedule. */
  public EngineOptions withSchedule(ImageSchedule other) {
    return new EngineOptions(
        model,
        vae,
        loras,
        device,
        precision,
        threads,
        queueCapacity,
        maxBatchRows,
        promptCacheEntries,
        loraCacheBytes,
        other,
        controlNets,
        lenientLoras);
  }

  /** The same with ControlNets. */
  public EngineOptions withControlNets(List<ControlNetFile> others) {
    return new EngineOptions(
        model,
        vae,
        loras,
        device,
        precision,
        threads,
        queueCapacity,
        maxBatchRows,
        promptCacheEntries,
        loraCacheBytes,
        schedule,
        others,
        lenientLoras);
  }

  /** The same with LoRA files that need not fit whole. */
  public EngineOptions withLenientLoras(boolean lenient) {
    return new EngineOptions(
        model,
        vae,
        loras,
        device,
        precision,
        threads,
        queueCapacity,
        maxBatchRows,
        promptCacheEntries,
        loraCacheBytes,
        schedule,
        controlNets,
        lenient);
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
    }
  }

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

  /**
   * A ControlNet to load.
   *
   * @param file a diffusers folder or a {@code .safetensors} file
   */
  public record ControlNetFile(String name, Path file) {}

  /** The model on the CPU with defaults for the rest. */
  public static EngineOptions of(Path model) {
    return new EngineOptions(model, Optional.empty(), List.of(), "cpu", Precision.AUTO, 0, 1024, 8);
  }
}
