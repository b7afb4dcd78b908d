package inkflow.jobs;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.operators.records.DeadLetter;
import inkflow.operators.records.RawRecord;
import inkflow.operators.records.RecordReader;
import inkflow.operators.records.RecordTypes;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.session.RenderEngineProvider;
import inkflow.operators.session.SessionOperator;
import inkflow.operators.session.SessionOperatorFactory;
import inkflow.schemas.Topics;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology: reads two topics, keys by session, runs the session operator, writes four topics.
 * Every operator has a fixed uid, so that the next release can restore a savepoint.
 */
public final class InkflowJob {
  /** The job's name, and the key of its records on {@code engine-capabilities}. */
  public static final String NAME = "inkflow";

  /** Must never change: it decides which key group a session belongs to. */
  static final int MAX_PARALLELISM = 128;

  private final StreamExecutionEnvironment env;
  private final JobConfig config;

  private InkflowJob(StreamExecutionEnvironment env, JobConfig config) {
    this.env = env;
    this.config = config;
  }

  /** Adds the job to an environment; slots of one process share an engine. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    build(env, config, new PooledEngine(config.engine()));
  }

  /** Adds the job to an environment; its sessions use the engines that {@code engines} opens. */
  public static void build(
      StreamExecutionEnvironment env, JobConfig config, RenderEngineProvider engines) {
    InkflowJob job = new InkflowJob(env, config);
    job.configure();
    job.connect(engines);
  }

  private void configure() {
    Configuration flink = new Configuration();
    flink.set(ExecutionOptions.BUFFER_TIMEOUT_ENABLED, true);
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    flink.set(PipelineOptions.NAME, NAME);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    env.configure(flink);
    env.setMaxParallelism(MAX_PARALLELISM);
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(config.checkpointInterval().toMillis());
    }
  }

  private void connect(RenderEngineProvider engines) {
    SingleOutputStreamOperator<SourceEvent> events =
        read(
            Topics.SKETCH_EVENTS,
            OffsetsInitializer.earliest(),
            new RecordReader.SketchEvents(),
            RecordTypes.SOURCE_EVENT);
    SingleOutputStreamOperator<CameraFrame> camera =
        read(
            Topics.CAMERA_FRAMES,
            OffsetsInitializer.latest(),
            new RecordReader.CameraFrames(),
            RecordTypes.CAMERA_FRAME);
    SingleOutputStreamOperator<GeneratedFrame> frames =
        events
            .keyBy(SourceEvent::sessionId, Types.STRING)
            .connect(camera.keyBy(CameraFrame::getSessionId, Types.STRING))
            .transform(
                "sessions",
                RecordTypes.GENERATED_FRAME,
                new SessionOperatorFactory(engines, config.sessions()))
            .uid("sessions");
    DataStream<DeadLetter> unreadable =
        events
            .getSideOutput(RecordReader.DEAD_LETTERS)
            .union(camera.getSideOutput(RecordReader.DEAD_LETTERS));

    write(Topics.GENERATED_FRAMES, frames, new RecordWriter.Frames(to(Topics.GENERATED_FRAMES)));
    write(
        Topics.SESSION_UPDATES,
        frames.getSideOutput(SessionOperator.UPDATES),
        new RecordWriter.Updates(to(Topics.SESSION_UPDATES)));
    write(
        Topics.ENGINE_CAPABILITIES,
        frames.getSideOutput(SessionOperator.CAPABILITIES),
        new RecordWriter.Capabilities(to(Topics.ENGINE_CAPABILITIES)));
    write(
        Topics.DEAD_LETTERS,
        unreadable,
        new DeadLetterWriter(to(Topics.DEAD_LETTERS), config.kafka().maxRecordBytes()));
  }

  private <T> SingleOutputStreamOperator<T> read(
      String name, OffsetsInitializer start, RecordReader<T> reader, TypeInformation<T> type) {
    KafkaSource<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(config.kafka().bootstrap())
            .setGroupId(config.kafka().group())
            .setTopics(to(name))
            .setStartingOffsets(start)
            .setDeserializer(new RawRecordDeserializer())
            .setProperties(config.kafka().consumer())
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), name, RecordTypes.RAW_RECORD)
        .uid(name)
        .process(reader, type)
        .name("read " + name)
        .uid("read-" + name);
  }

  private <T> void write(
      String name, DataStream<T> stream, KafkaRecordSerializationSchema<T> serializer) {
    KafkaSink<T> sink =
        KafkaSink.<T>builder()
            .setBootstrapServers(config.kafka().bootstrap())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setKafkaProducerConfig(config.kafka().producer())
            .setRecordSerializer(serializer)
            .build();
    stream.sinkTo(sink).name(name).uid(name + "-sink");
  }

  private String to(String topic) {
    return config.kafka().topic(topic);
  }
}
