package inkflow.diffusion;

import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every option of the engine, declared once. To add one: declare it here and write the code that
 * reads it from {@link EngineOptions}. Flags of commands, keys of the job, checks and
 * docs/engine-options.md are derived from the declaration.
 *
 * @param name of the option in errors
 * @param form how its value is written
 * @param standard default; empty if the engine works without a value
 * @param required whether a value must be given, as there is no default
 * @param fault what is wrong with a value; empty for a valid one
 * @param expected as written in an error message
 * @param sentence what it does, as people read it
 * @param flag its flag in commands; empty if it has none
 * @param key its key in a job's configuration; empty if it has none
 */
public record EngineOption<T>(
    String name,
    OptionForm<T> form,
    Optional<T> standard,
    boolean required,
    Function<T, Optional<Object>> fault,
    String expected,
    String sentence,
    Optional<CommandFlag> flag,
    Optional<JobKey> key) {

  public static final EngineOption<Path> MODEL =
      declare("model", OptionForm.PATH, "A diffusers folder or a single-file checkpoint.")
          .required()
          .takes(path -> !path.toString().isBlank(), "a diffusers folder or .safetensors file")
          .flag(new CommandFlag("--model", "DIR or FILE.safetensors").standard("Inkling"))
          .key("engine.model", "On each TaskManager.")
          .done();

  public static final EngineOption<Path> VAE =
      declare("vae", OptionForm.PATH, "Another autoencoder than the model's own.")
          .takes(path -> true, "a folder or .safetensors file")
          .flag(new CommandFlag("--vae", "DIR or FILE"))
          .key("engine.vae", "")
          .done();

  /** In addition to those in the model's {@code lora/} folder. */
  public static final EngineOption<List<LoraFile>> LORAS =
      declare(
              "loras",
              OptionForm.listOf(OptionForm.LORA_FILE),
              "A LoRA to load and its scale (default 1).")
          .standard(List.of())
          .takes(files -> true, "NAME=FILE or NAME=FILE:SCALE")
          .flag(new CommandFlag("--lora", "NAME=FILE[:SCALE]"))
          .key("engine.loras", "NAME=FILE or NAME=FILE:SCALE each; 0 loads one without using it.")
          .done();

  public static final EngineOption<Boolean> LENIENT_LORAS =
      declare(
              "lenientLoras",
              OptionForm.BOOLEAN,
              "Leave out what of a LoRA doesn't fit the model, with a warning.")
          .standard(false)
          .takes(any -> true, "true or false")
          .flag(new CommandFlag("--lora-lenient", ""))
          .key("engine.lora-lenient", "")
          .done();

  /** In addition to those in the model's {@code controlnet/} folder. */
  public static final EngineOption<List<ControlNetFile>> CONTROL_NETS =
      declare(
              "controlNets",
              OptionForm.listOf(OptionForm.CONTROL_NET_FILE),
              "A ControlNet to load, for --control to name.")
          .standard(List.of())
          .refuses(EngineOption::namedTwice, "each name once")
          .flag(new CommandFlag("--controlnet", "NAME=DIR or FILE").onlyRender())
          .done();

  public static final EngineOption<String> DEVICE =
      declare(
              "device",
              OptionForm.TEXT,
              "Where the model runs; cuda:0,cuda:1 spreads sessions over both.")
          .standard("cpu")
          .takes(name -> name.matches("cpu|cuda:\\d+(,cuda:\\d+)*"), "cpu or cuda:N")
          .flag(new CommandFlag("--device", "cpu or cuda:N"))
          .key("engine.device", "cpu or cuda:N.")
          .done();

  /** Latents and the schedule stay in float32. */
  public static final EngineOption<Precision> PRECISION =
      declare("precision", OptionForm.PRECISION, "Arithmetic of the networks.")
          .standard(Precision.AUTO)
          .takes(any -> true, "auto, fp32, bf16 or fp16")
          .flag(new CommandFlag("--precision", "auto, fp32, bf16 or fp16"))
          .key("engine.precision", "auto, fp32, bf16 or fp16.")
          .done();

  /** 0 chooses by the number of processors. */
  public static final EngineOption<Integer> THREADS =
      declare("threads", OptionForm.INTEGER, "Of the networks' arithmetic on the processor.")
          .standard(0)
          .takes(n -> n >= 0, ">= 0")
          .flag(
              new CommandFlag("--threads", "N")
                  .standard("half of its cores, but two if it has them")
                  .expected("0, which chooses, or more"))
          .key("engine.threads", "0 chooses by the machine.")
          .done();

  public static final EngineOption<ImageSchedule> SCHEDULE =
      declare(
              "schedule",
              OptionForm.SCHEDULE,
              "Which timesteps a picture visits that starts from another: A, strength is"
                  + " continuous; B, as diffusers; C, by index, as StreamDiffusion.")
          .standard(ImageSchedule.STRENGTH)
          .takes(any -> true, ImageSchedule.EXPECTED)
          .flag(new CommandFlag("--schedule", "A, B or C:I,J,..."))
          .key("engine.schedule", "A, B or C:I,J,....")
          .done();

  public static final EngineOption<Integer> QUEUED_REQUESTS =
      declare("queuedRequests", OptionForm.INTEGER, "Most requests that may wait for a device.")
          .standard(1024)
          .takes(n -> n >= 1, ">= 1")
          .key("engine.queue.capacity", "")
          .done();

  /** A guided frame takes two rows even if this is 1. */
  public static final EngineOption<Integer> BATCH_ROWS =
      declare(
              "batchRows",
              OptionForm.INTEGER,
              "Most rows in one UNet call; 0 takes 8 on the processor and 64 on a GPU.")
          .standard(0)
          .takes(n -> n >= 0, ">= 0")
          .key("engine.batch.max-rows", "")
          .done();

  public static final EngineOption<Integer> CACHED_PROMPTS =
      declare("cachedPrompts", OptionForm.INTEGER, "Most prompts whose embeddings are kept.")
          .standard(512)
          .takes(n -> n >= 0, ">= 0")
          .done();

  /** If it is full, requests for other mixes wait until a mix is no longer in use. */
  public static final EngineOption<Long> LORA_BYTES =
      declare(
              "loraBytes",
              OptionForm.LONG,
              "Most memory for weights under LoRA mixes, in bytes; the mix that requests have by"
                  + " default doesn't count. On a GPU more, if nothing is given: a quarter of"
                  + " what the model leaves free.")
          .standard(1L << 30)
          .takes(n -> n >= 0, ">= 0")
          .done();

  /** All options, in the order in which problems are reported. */
  public static final List<EngineOption<?>> ALL =
      List.of(
          MODEL,
          VAE,
          LORAS,
          LENIENT_LORAS,
          CONTROL_NETS,
          DEVICE,
          PRECISION,
          SCHEDULE,
          THREADS,
          QUEUED_REQUESTS,
          BATCH_ROWS,
          CACHED_PROMPTS,
          LORA_BYTES);

  /**
   * Returns the value if it is valid for this option.
   *
   * @throws IllegalArgumentException naming the option, what is wrong and what was expected
   */
  T require(T value) {
    fault
        .apply(value)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException(
                  name + ": " + wrong + " (expected: " + expected + ")");
            });
    return value;
  }

  private static <T> EngineOptionBuilder<T> declare(
      String name, OptionForm<T> form, String sentence) {
    return new EngineOptionBuilder<>(name, form, sentence);
  }

  private static Optional<Object> namedTwice(List<ControlNetFile> files) {
    List<String> names = files.stream().map(ControlNetFile::name).toList();
    return names.stream()
        .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
        .findFirst()
        .map(name -> name + " twice");
  }
}
