package inkflow.diffusion;

/**
 * One sentence on each engine option, for the help of commands and the descriptions of the job's
 * options. Defaults are those of {@link EngineOptions}.
 */
public final class EngineOptionHelp {
  public static final String MODEL = "A diffusers folder or a single-file checkpoint.";
  public static final String VAE = "Another autoencoder than the model's own.";
  public static final String LENIENT_LORAS =
      "Leave out what of a LoRA doesn't fit the model, with a warning.";
  public static final String DEVICE = "Where the model runs.";
  public static final String PRECISION = "Arithmetic of the networks.";
  public static final String THREADS = "Of the networks' arithmetic on the processor.";
  public static final String SCHEDULE =
      "Which timesteps a picture visits that starts from another: A, strength is continuous; B, as"
          + " diffusers; C, by index, as StreamDiffusion.";

  public static final String DEVICES = "cpu or cuda:N";
  public static final String PRECISIONS = "auto, fp32, bf16 or fp16";
  public static final String SCHEDULES = "A, B or C:I,J,...";

  private EngineOptionHelp() {}
}
