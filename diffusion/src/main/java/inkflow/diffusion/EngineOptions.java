package inkflow.diffusion;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to load and how to run it.
 *
 * @param sources the files of the model and of its LoRAs and ControlNets
 * @param hardware where it runs
 * @param capacity how much it holds
 * @param schedule which timesteps an image-to-image run visits
 */
public record EngineOptions(
    Sources sources, Hardware hardware, Capacity capacity, ImageSchedule schedule) {

  /** The model on the CPU with defaults for the rest. */
  public static EngineOptions of(Path model) {
    return of(Sources.of(model));
  }

  /** These files on the CPU with defaults for the rest. */
  public static EngineOptions of(Sources sources) {
    return new EngineOptions(sources, Hardware.DEFAULT, Capacity.DEFAULT, ImageSchedule.STRENGTH);
  }

  public EngineOptions with(Sources others) {
    return new EngineOptions(others, hardware, capacity, schedule);
  }

  public EngineOptions with(Hardware other) {
    return new EngineOptions(sources, other, capacity, schedule);
  }

  public EngineOptions with(Capacity other) {
    return new EngineOptions(sources, hardware, other, schedule);
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
    }
  }

  /**
   * Files to load.
   *
   * @param model a diffusers folder or a {@code .safetensors} file
   * @param vae an autoencoder to use instead of the model's own
   * @param loras to load beside those in the model's own {@code lora/} folder
   * @param lenientLoras whether tensors of a LoRA file that don't fit the model are ignored with a
   *     warning; if not, the file is refused
   * @param controlNets to load beside the UNet
   */
  public record Sources(
      Path model,
      Optional<Path> vae,
      List<LoraFile> loras,
      boolean lenientLoras,
      List<ControlNetFile> controlNets) {

    /**
     * @throws IllegalArgumentException if two ControlNets have one name
     */
    public Sources {
      loras = List.copyOf(loras);
      controlNets = List.copyOf(controlNets);
      List<String> names = controlNets.stream().map(ControlNetFile::name).toList();
      require(Set.copyOf(names).size() == names.size(), "controlNets", names, "each name once");
    }

    /** A model alone, without further files. */
    public static Sources of(Path model) {
      return new Sources(model, Optional.empty(), List.of(), false, List.of());
    }

    public Sources withVae(Path otherVae) {
      return new Sources(model, Optional.of(otherVae), loras, lenientLoras, controlNets);
    }

    public Sources withLoras(LoraFile... files) {
      return new Sources(model, vae, List.of(files), lenientLoras, controlNets);
    }

    public Sources withControlNets(List<ControlNetFile> files) {
      return new Sources(model, vae, loras, lenientLoras, files);
    }
  }

  /**
   * Where the networks run.
   *
   * @param device {@code cpu} or {@code cuda:N}
   * @param precision the networks' arithmetic; latents and the schedule stay in float32
   * @param threads threads of one operation on a CPU; 0 to choose by the number of processors
   */
  public record Hardware(String device, Precision precision, int threads) {
    public static final Hardware DEFAULT = new Hardware("cpu", Precision.AUTO, 0);

    /**
     * @throws IllegalArgumentException if threads are below 0
     */
    public Hardware {
      require(threads >= 0, "threads", threads, ">= 0");
    }

    /** Whether {@code name} is a valid device name; the device need not exist on this machine. */
    public static boolean isDevice(String name) {
      return name.matches("cpu|cuda:\\d+");
    }
  }

  /**
   * How much an engine holds.
   *
   * @param queuedRequests most requests that may wait
   * @param batchRows most rows in one UNet call
   * @param cachedPrompts most prompts whose embeddings are kept
   * @param loraBytes most memory for weights with LoRA mixes fused in, without the default mix; if
   *     it is full, requests for other mixes wait until a mix is no longer in use
   */
  public record Capacity(int queuedRequests, int batchRows, int cachedPrompts, long loraBytes) {
    public static final Capacity DEFAULT = new Capacity(1024, 8, 512, 1L << 30);

    /**
     * @throws IllegalArgumentException if a number is out of its range, naming it
     */
    public Capacity {
      require(queuedRequests >= 1, "queuedRequests", queuedRequests, ">= 1");
      require(batchRows >= 1, "batchRows", batchRows, ">= 1");
      require(cachedPrompts >= 0, "cachedPrompts", cachedPrompts, ">= 0");
      require(loraBytes >= 0, "loraBytes", loraBytes, ">= 0");
    }

    /** The defaults, except for the two values that a job may set. */
    public static Capacity of(int queuedRequests, int batchRows) {
      return new Capacity(queuedRequests, batchRows, DEFAULT.cachedPrompts(), DEFAULT.loraBytes());
    }
  }

  /**
   * {@link #AUTO} is fp16 on a GPU; on a CPU it is bf16 if the processor is faster in it, else
   * fp32.
   */
  public enum Precision {
    AUTO,
    FP32,
    BF16,
    FP16;

    /** The precision with this name, in upper or lower case; empty if there is none. */
    public static Optional<Precision> of(String name) {
      return Arrays.stream(values()).filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /**
   * A LoRA to load.
   *
   * @param scale default scale; 0 loads it without using it
   */
  public record LoraFile(String name, Path file, double scale) {}

  /**
   * A ControlNet to load.
   *
   * @param file a diffusers folder or a {@code .safetensors} file
   */
  public record ControlNetFile(String name, Path file) {}
}
