package inkflow.jobs;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.operators.SessionDefaults;
import inkflow.operators.SessionLimits;
import inkflow.operators.frames.FrameFormat;
import inkflow.operators.scheduling.SessionOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The job's options, read and validated.
 *
 * @param engine options of the engine in each TaskManager
 * @param sessions options of the session operator
 * @param checkpointInterval used if the cluster's configuration doesn't set one
 */
public record JobConfig(
    KafkaConfig kafka, EngineOptions engine, SessionOptions sessions, Duration checkpointInterval) {
  private static final Duration RETRY = Duration.ofMillis(20);

  /**
   * Reads and checks all of {@link JobOptions}, {@link SettingOptions} and {@link EngineKeys}.
   *
   * @throws InvalidOptionsException with all problems, one per line: {@code key: value (expected:
   *     ...)}
   */
  public static JobConfig from(ReadableConfig config) {
    Problems problems = new Problems(config);
    KafkaConfig kafka = KafkaConfig.from(problems);
    EngineOptions engine = EngineKeys.read(problems);
    JobConfig read =
        new JobConfig(
            kafka,
            engine,
            new Reader(problems, engine).sessions(),
            problems.read(JobOptions.CHECKPOINT_INTERVAL, t -> t.toMillis() > 0, "a time above 0"));
    problems.throwIfAny();
    return read;
  }

  /** Reads the part that concerns sessions. */
  private record Reader(Problems problems, EngineOptions engine) {

    SessionOptions sessions() {
      SessionDefaults defaults = defaults();
      SessionLimits limits = limits();
      int steps = defaults.settings().getSteps();
      if (steps > limits.steps()) {
        problems.add(
            SettingOptions.of(PictureSettings.STEPS),
            steps,
            "at most limits.steps, " + limits.steps());
      }
      Integer side = defaults.settings().getWidth();
      if (side != null && side > limits.side()) {
        problems.add(JobOptions.SESSION_SIDE, side, "at most limits.side, " + limits.side());
      }
      return new SessionOptions(
          defaults,
          limits,
          canvas(),
          format(),
          atLeastOne(JobOptions.SESSION_PIPELINE),
          atLeastOne(JobOptions.IMAGE_THREADS),
          RETRY);
    }

    SessionDefaults defaults() {
      SettingsChanged given = SettingOptions.read(problems);
      int side =
          problems.read(JobOptions.SESSION_SIDE, s -> s >= 0 && s % 8 == 0, "0 or a multiple of 8");
      if (side > 0) {
        given.setWidth(side);
        given.setHeight(side);
      }
      return SessionDefaults.defaults().with(given).withLoras(onFromTheStart());
    }

    /** The LoRAs of a session that has not set a mix of its own. */
    List<LoraWeight> onFromTheStart() {
      return engine.get(EngineOption.LORAS).stream()
          .filter(lora -> lora.scale() != 0)
          .map(lora -> new LoraWeight(lora.name(), lora.scale()))
          .toList();
    }

    SessionLimits limits() {
      return new SessionLimits(
          atLeastOne(JobOptions.LIMIT_EVENTS),
          atLeastOne(JobOptions.LIMIT_STEPS),
          atLeastOne(JobOptions.LIMIT_SIDE),
          bytes(JobOptions.LIMIT_CAMERA_FRAME),
          atLeastOne(JobOptions.LIMIT_SESSIONS),
          problems
              .read(JobOptions.LIMIT_DRAWING_MEMORY, m -> m.getBytes() > 0, "a size above 0")
              .getBytes(),
          problems.read(JobOptions.CAMERA_TIMEOUT, t -> t.toMillis() > 0, "a time above 0"),
          problems.read(JobOptions.SESSION_IDLE, t -> t.toMillis() > 0, "a time above 0"));
    }

    CanvasLimits canvas() {
      return CanvasLimits.defaults()
          .withObjects(atLeastOne(JobOptions.LIMIT_OBJECTS))
          .withPoints(atLeastOne(JobOptions.LIMIT_POINTS))
          .withImageBytes(bytes(JobOptions.LIMIT_IMAGE));
    }

    FrameFormat format() {
      String contentType =
          problems.read(
              JobOptions.FRAME_CONTENT_TYPE,
              t -> t.equals(FrameFormat.JPEG) || t.equals(FrameFormat.PNG),
              FrameFormat.JPEG + " or " + FrameFormat.PNG);
      double quality =
          problems.read(JobOptions.FRAME_QUALITY, q -> q > 0 && q <= 1, "> 0 and <= 1");
      return new FrameFormat(contentType, (float) quality);
    }

    int atLeastOne(ConfigOption<Integer> option) {
      return problems.read(option, n -> n >= 1, ">= 1");
    }

    int bytes(ConfigOption<MemorySize> option) {
      Predicate<MemorySize> fits = m -> m.getBytes() > 0 && m.getBytes() <= Integer.MAX_VALUE;
      return (int) problems.read(option, fits, "a size above 0 and below 2 gb").getBytes();
    }
  }
}
