package inkflow.canvas.settings;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.settings.Use.Group;
import inkflow.canvas.settings.Use.InFrames;
import inkflow.canvas.settings.Use.JobOption;
import inkflow.canvas.settings.Use.Pace;
import inkflow.canvas.settings.Use.RenderOption;
import inkflow.canvas.settings.Use.Slider;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of a picture, declared once. To add one: declare it here, add a field to
 * SettingsChanged.avsc (and to GeneratedFrame.avsc if frames report it), and write the code that
 * uses it. Checks, defaults, the job's and the command's options, the page's sliders and
 * docs/settings.md are derived from the declaration.
 */
public final class PictureSettings {
  private static final int PIXEL_STEP = 8;
  private static final int SMALLEST_SIDE = 64;
  private static final Range SIDE = Range.multiplesOf(PIXEL_STEP, SMALLEST_SIDE);
  private static final Range SHARE = Range.closed(0, 1);

  public static final Setting<String> PROMPT =
      text(
          "prompt",
          Default.of(""),
          "What to draw.",
          new InFrames(),
          new RenderOption("--prompt", "TEXT", Default.depends(""), true));

  public static final Setting<String> NEGATIVE_PROMPT =
      text(
          "negativePrompt",
          Default.of(""),
          "What to stay away from; counts where guidance is above 1.",
          new RenderOption("--negative", "TEXT", Default.of(""), false));

  public static final Setting<Long> SEED =
      new Setting<>(
          "seed",
          Long.class,
          Range.ANY,
          Default.of(0L),
          "Of the noise: the same seed, the same picture.",
          List.of(
              new InFrames(),
              new JobOption("session.seed", new Range(n -> true, "a whole number")),
              new RenderOption("--seed", "N", Default.of(0L), false)));

  public static final Setting<Double> SEED_VARIATION =
      number(
          "seedVariation",
          SHARE,
          Default.of(0.0),
          "How far the noise turns from the seed's towards another seed's, to explore around a"
              + " picture; 0 is the seed's own picture, 1 the other's.",
          new InFrames(),
          new JobOption("session.seed-variation", SHARE),
          new RenderOption("--seed-variation", "V", Default.of(0.0), false),
          new Slider(Group.PICTURE, "Variation", 0, 1, 0.01).offAt(0));

  public static final Setting<Integer> STEPS =
      new Setting<>(
          "steps",
          Integer.class,
          Range.closed(1, 50),
          Default.of(2),
          "Inference steps; more are finer and slower, and 2 to 4 are what LCM-LoRA is for.",
          List.of(
              new InFrames(),
              new JobOption("session.steps", Range.atLeast(1)),
              new RenderOption("--steps", "N", Default.of(4), false),
              new Slider(Group.PICTURE, "Steps", 1, 8, 1)));

  public static final Setting<Double> STRENGTH =
      number(
          "strength",
          Range.above(0, 1),
          Default.of(0.6),
          "How far the picture may leave the one that it starts from; 1 ignores it.",
          new InFrames(),
          new JobOption("session.strength", Range.above(0, 1)),
          new RenderOption("--strength", "S", Default.depends("0.6 with --init, else 1"), false),
          new Slider(Group.PICTURE, "Imagination", 0.05, 1, 0.01));

  public static final Setting<Double> GUIDANCE_SCALE =
      number(
          "guidanceScale",
          Range.closed(0, 30),
          Default.of(1.0),
          "How closely the picture keeps to the prompt; 1 is off, and above 1 takes twice the time"
              + " unless the model takes guidance in one pass.",
          new InFrames(),
          new JobOption("session.guidance-scale", Range.FINITE),
          new RenderOption("--guidance", "G", Default.depends("1, or 8 for a full LCM"), false),
          new Slider(Group.MORE, "Guidance", 1, 2, 0.05).offAt(1));

  public static final Setting<String> MODEL =
      text("model", Default.depends("the job's"), "The model; only the job's own.", new InFrames());

  public static final Setting<List<LoraWeight>> LORAS =
      new Setting<>(
          "loras",
          listType(),
          Range.ANY,
          Default.depends("those of the job with a scale other than 0"),
          "The mix of LoRAs: the whole list, not a change to it.",
          List.of(new InFrames()));

  public static final Setting<Integer> WIDTH = side("width");
  public static final Setting<Integer> HEIGHT = side("height");

  public static final Setting<Double> MAX_FPS =
      number(
          "maxFps",
          Range.above(0, 240),
          new Default<>(Optional.of(0.0), "0, no limit"),
          "Most pictures a second.",
          new Pace(),
          new JobOption("session.max-fps", Range.atLeast(0)));

  public static final Setting<Double> FEEDBACK =
      number(
          "feedback",
          SHARE,
          Default.of(0.0),
          "Share of the last picture that is blended into what the next one starts from.",
          new Slider(Group.MORE, "Memory", 0, 0.9, 0.05).offAt(0));

  public static final Setting<Double> SIMILARITY_THRESHOLD =
      number(
          "similarityThreshold",
          SHARE,
          Default.of(1.0),
          "Camera frames more alike than this are skipped; 1 skips none.",
          new Pace());

  public static final Setting<Double> CAMERA_MIX =
      number(
          "cameraMix",
          SHARE,
          Default.depends("0.5 where something is drawn, else 1"),
          "Share of the camera: 0 shows the canvas alone, 1 the camera alone.",
          new Slider(Group.MORE, "Camera", 0, 1, 0.05));

  public static final Setting<String> CAMERA =
      text(
          "camera",
          Default.depends("every source's frames"),
          "Which camera is in the picture, by the sourceId of its frames; empty is none.");

  public static final Setting<Double> FOLLOW =
      number(
          "follow",
          Range.closed(0, 2),
          Default.of(1.0),
          "How far the picture is held to the one that it starts from at any strength, by the"
              + " model's sketch adapter; 0 is off, 1 as it was trained.",
          new InFrames(),
          new JobOption("session.follow", Range.closed(0, 2)),
          new RenderOption(
              "--follow",
              "SCALE",
              Default.depends("1 where the model has one and there is no --mask, else 0"),
              false),
          new Slider(Group.PICTURE, "Follow drawing", 0, 1.5, 0.05).offAt(0));

  /** Range of the scale in one entry of {@link #LORAS}. */
  public static final Range LORA_SCALE = Range.closed(-10, 10);

  /** All settings, in the order in which people see them. */
  public static final List<Setting<?>> ALL =
      List.of(
          PROMPT,
          NEGATIVE_PROMPT,
          STRENGTH,
          FOLLOW,
          STEPS,
          SEED,
          SEED_VARIATION,
          GUIDANCE_SCALE,
          FEEDBACK,
          CAMERA_MIX,
          CAMERA,
          MODEL,
          LORAS,
          WIDTH,
          HEIGHT,
          MAX_FPS,
          SIMILARITY_THRESHOLD);

  private PictureSettings() {}

  /** The settings that have a use of this kind. */
  public static List<Setting<?>> with(Class<? extends Use> kind) {
    return ALL.stream().filter(setting -> setting.has(kind)).toList();
  }

  /** A new record with every default that has a fixed value. */
  public static SettingsChanged defaults() {
    SettingsChanged settings = new SettingsChanged();
    ALL.forEach(setting -> putDefault(setting, settings));
    return settings;
  }

  private static <T> void putDefault(Setting<T> setting, SettingsChanged settings) {
    setting.standard().value().ifPresent(value -> setting.put(settings, value));
  }

  private static Setting<Double> number(
      String name, Range range, Default<Double> standard, String sentence, Use... uses) {
    return new Setting<>(name, Double.class, range, standard, sentence, List.of(uses));
  }

  private static Setting<String> text(
      String name, Default<String> standard, String sentence, Use... uses) {
    return new Setting<>(name, String.class, Range.ANY, standard, sentence, List.of(uses));
  }

  private static Setting<Integer> side(String name) {
    return new Setting<>(
        name,
        Integer.class,
        SIDE,
        Default.depends("the model's own, or the job's `session.side`"),
        "Pixels of the picture's " + name + ".",
        List.of(new InFrames()));
  }

  @SuppressWarnings("unchecked") // a List's class has no element type
  private static Class<List<LoraWeight>> listType() {
    return (Class<List<LoraWeight>>) (Class<?>) List.class;
  }
}
