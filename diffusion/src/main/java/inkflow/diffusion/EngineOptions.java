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

  /** The model on the CPU with defaults for the rest. */
  public static EngineOptions of(Path model) {
    return builder(model).build();
  }

  /** The model on the CPU, with defaults for what is not said. */
  public static Builder builder(Path model) {
    return new Builder(model);
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

  /** Collects options; each setter is one part of {@link EngineOptions}, and says what it says. */
  public static final class Builder {
    private final Path model;
    private Optional<Path> vae = Optional.empty();
    private List<LoraFile> loras = List.of();
    private String device = "cpu";
    private Precision precision = Precision.AUTO;
    private int threads = 0;
    private int queueCapacity = 1024;
    private int maxBatchRows = 8;
    private int promptCacheEntries = 512;
    private long loraCacheBytes = 1L << 30;
    private ImageSchedule schedule = ImageSchedule.STRENGTH;
    private List<ControlNetFile> controlNets = List.of();
    private boolean lenientLoras;

    private Builder(Path model) {
      this.model = model;
    }

    public Builder vae(Optional<Path> other) {
      vae = other;
      return this;
    }

    public Builder loras(List<LoraFile> files) {
      loras = files;
      return this;
    }

    public Builder device(String name) {
      device = name;
      return this;
    }

    public Builder precision(Precision arithmetic) {
      precision = arithmetic;
      return this;
    }

    public Builder threads(int count) {
      threads = count;
      return this;
    }

    public Builder queueCapacity(int requests) {
      queueCapacity = requests;
      return this;
    }

    public Builder maxBatchRows(int rows) {
      maxBatchRows = rows;
      return this;
    }

    public Builder promptCacheEntries(int prompts) {
      promptCacheEntries = prompts;
      return this;
    }

    public Builder loraCacheBytes(long bytes) {
      loraCacheBytes = bytes;
      return this;
    }

    public Builder schedule(ImageSchedule timesteps) {
      schedule = timesteps;
      return this;
    }

    public Builder controlNets(List<ControlNetFile> files) {
      controlNets = files;
      return this;
    }

    public Builder lenientLoras(boolean lenient) {
      lenientLoras = lenient;
      return this;
    }

    /**
     * @throws IllegalArgumentException if a value is out of its range, naming it
     */
    public EngineOptions build() {
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
          lenientLoras);
    }
  }
}
