package inkflow.jobs;

import inkflow.jobs.kafka.KafkaClientFile;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of the job: key, type, default, description. {@link JobConfig} reads them. The
 * options for a session's default settings are in {@link SettingOptions}, those for the engine in
 * {@link EngineKeys}.
 */
public final class JobOptions {
  public static final ConfigOption<String> KAFKA_BOOTSTRAP =
      ConfigOptions.key("kafka.bootstrap-servers")
          .stringType()
          .defaultValue("127.0.0.1:9092")
          .withDescription("Brokers to start from, host:port, separated by commas.");

  public static final ConfigOption<String> KAFKA_CONFIG =
      ConfigOptions.key(KafkaClientFile.KEY)
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File of Kafka client properties, for TLS and logins; read where the job is handed"
                  + " in.");

  public static final ConfigOption<String> KAFKA_TOPIC_PREFIX =
      ConfigOptions.key("kafka.topic-prefix")
          .stringType()
          .defaultValue("")
          .withDescription("Goes before the name of each topic, for several jobs on one Kafka.");

  public static final ConfigOption<String> KAFKA_GROUP =
      ConfigOptions.key("kafka.group")
          .stringType()
          .defaultValue("inkflow")
          .withDescription(
              "Consumer group that offsets are shown under; the job goes by its checkpoints.");

  public static final ConfigOption<MemorySize> KAFKA_MAX_RECORD =
      ConfigOptions.key("kafka.max-record")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription("Largest record that is read or written.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      ConfigOptions.key("checkpoint.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Time from one checkpoint to the next, unless execution.checkpointing.interval"
                  + " says.");

  public static final ConfigOption<Integer> SESSION_SIDE =
      ConfigOptions.key("session.side")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Pixels of both sides of a picture until somebody sets them; 0 is the model's own.");

  public static final ConfigOption<Duration> SESSION_IDLE =
      ConfigOptions.key("session.idle-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription("A session that nobody touches for this long is forgotten.");

  public static final ConfigOption<Duration> CAMERA_TIMEOUT =
      ConfigOptions.key("session.camera-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "A camera that sends no frame for this long is taken out of the picture until it"
                  + " sends one again.");

  public static final ConfigOption<Integer> SESSION_PIPELINE =
      ConfigOptions.key("session.pipeline-depth")
          .intType()
          .defaultValue(1)
          .withDescription("Most renders in flight of a session that a camera feeds.");

  public static final ConfigOption<Integer> LIMIT_EVENTS =
      ConfigOptions.key("limits.events-per-second")
          .intType()
          .defaultValue(500)
          .withDescription("Events a second of one client in one session.");

  public static final ConfigOption<Integer> LIMIT_OBJECTS =
      ConfigOptions.key("limits.objects")
          .intType()
          .defaultValue(5_000)
          .withDescription("Objects on a canvas.");

  public static final ConfigOption<Integer> LIMIT_POINTS =
      ConfigOptions.key("limits.points")
          .intType()
          .defaultValue(500_000)
          .withDescription("Points of all strokes and shapes of a canvas together.");

  public static final ConfigOption<MemorySize> LIMIT_IMAGE =
      ConfigOptions.key("limits.image")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(8))
          .withDescription("File of one image on a canvas.");

  public static final ConfigOption<MemorySize> LIMIT_CAMERA_FRAME =
      ConfigOptions.key("limits.camera-frame")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(4))
          .withDescription("File of one camera frame.");

  public static final ConfigOption<Integer> LIMIT_STEPS =
      ConfigOptions.key("limits.steps")
          .intType()
          .defaultValue(50)
          .withDescription("Inference steps that a session may ask for.");

  public static final ConfigOption<Integer> LIMIT_SIDE =
      ConfigOptions.key("limits.side")
          .intType()
          .defaultValue(1024)
          .withDescription("Pixels of a picture's longer side that a session may ask for.");

  public static final ConfigOption<Integer> LIMIT_SESSIONS =
      ConfigOptions.key("limits.sessions")
          .intType()
          .defaultValue(10_000)
          .withDescription("Sessions of one subtask.");

  public static final ConfigOption<MemorySize> LIMIT_DRAWING_MEMORY =
      ConfigOptions.key("limits.drawing-memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(128))
          .withDescription(
              "What the sessions of one subtask keep to draw their next pictures: last pictures,"
                  + " rasters, decoded images. The one drawn least recently gives back first.");

  public static final ConfigOption<String> FRAME_CONTENT_TYPE =
      ConfigOptions.key("frames.content-type")
          .stringType()
          .defaultValue("image/jpeg")
          .withDescription("image/jpeg or image/png.");

  public static final ConfigOption<Double> FRAME_QUALITY =
      ConfigOptions.key("frames.quality")
          .doubleType()
          .defaultValue(0.9)
          .withDescription("Quality of a JPEG, above 0 and at most 1.");

  public static final ConfigOption<Integer> IMAGE_THREADS =
      ConfigOptions.key("frames.threads")
          .intType()
          .defaultValue(2)
          .withDescription("Threads of a subtask that draw canvases and compress frames.");

  private JobOptions() {}
}
