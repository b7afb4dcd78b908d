package inkflow.gateway.log;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.health.PartHealth;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import inkflow.workers.Progress;
import inkflow.workers.Restarts;
import inkflow.workers.Work;
import inkflow.workers.Worker;
import inkflow.workers.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the four topics on one thread, without a consumer group: every gateway
 * reads everything and commits no offsets. Starts at the end of the topics, for frames a little
 * earlier, to fill the cache of newest pictures, and for capabilities at the beginning of their
 * compacted topic. After a failure it restarts with a new consumer and continues after the last
 * delivered record.
 */
public final class KafkaSessionFeed implements SessionFeed {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSessionFeed.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(10);
  private static final Restarts RESTARTS =
      Restarts.always(Duration.ofMillis(200), Duration.ofSeconds(3));

  /**
   * Timeout of calls such as partitionsFor; after it the broker counts as unreachable and the feed
   * restarts.
   */
  private static final int CALL_MILLIS = 10_000;

  private final RecordCodec<GeneratedFrame> frames = RecordCodec.of(GeneratedFrame.class);
  private final RecordCodec<SessionUpdate> updates = RecordCodec.of(SessionUpdate.class);
  private final RecordCodec<SketchEvent> events = RecordCodec.of(SketchEvent.class);
  private final RecordCodec<EngineCapabilities> capabilities =
      RecordCodec.of(EngineCapabilities.class);
  private final String framesTopic;
  private final String updatesTopic;
  private final String eventsTopic;
  private final String capabilitiesTopic;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final FeedPositions positions;
  private final FeedSigns signs = new FeedSigns(System::nanoTime);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Worker worker = new Worker("inkflow-session-feed", RESTARTS, new Reading());
  private volatile SessionListener listener;
  private volatile Consumer<byte[], byte[]> consumer;

  /**
   * @param backfillFrames how many frames of each partition are read at start
   */
  public KafkaSessionFeed(KafkaClients kafka, int backfillFrames) {
    this(kafka, backfillFrames, () -> consumer(kafka));
  }

  /**
   * @param consumers opens a consumer for each start of the feed
   */
  KafkaSessionFeed(
      KafkaClients kafka, int backfillFrames, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.framesTopic = kafka.topic(Topics.GENERATED_FRAMES);
    this.updatesTopic = kafka.topic(Topics.SESSION_UPDATES);
    this.eventsTopic = kafka.topic(Topics.SKETCH_EVENTS);
    this.capabilitiesTopic = kafka.topic(Topics.ENGINE_CAPABILITIES);
    this.positions =
        new FeedPositions(
            Map.of(framesTopic, backfillFrames, capabilitiesTopic, Integer.MAX_VALUE));
    this.consumers = consumers;
  }

  private List<String> topics() {
    return List.of(framesTopic, updatesTopic, eventsTopic, capabilitiesTopic);
  }

  static Consumer<byte[], byte[]> consumer(KafkaClients kafka) {
    Map<String, Object> config = kafka.config();
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void start(SessionListener sessionListener) {
    listener = sessionListener;
    worker.start();
    try {
      if (!ready.await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw notStarted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted();
    }
  }

  private IllegalStateException notStarted() {
    return new IllegalStateException(
        "bootstrapServers: no topics to read (expected: a broker with the topics "
            + String.join(", ", topics())
            + ")",
        worker.status().lastFailure().map(WorkerStatus.Failure::cause).orElse(null));
  }

  private final class Reading implements Work {
    @Override
    public void run(Progress progress) throws Exception {
      Consumer<byte[], byte[]> opened = consumers.get();
      consumer = opened;
      try {
        FeedReader reader = new FeedReader(opened, topics(), positions, signs);
        reader.assign(TOPICS_TIMEOUT, progress);
        progress.working();
        ready.countDown();
        reader.read(progress, KafkaSessionFeed.this::deliver);
      } finally {
        opened.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      }
    }

    @Override
    public void wake(Thread thread) {
      Consumer<byte[], byte[]> opened = consumer;
      if (opened != null) {
        opened.wakeup();
      }
    }
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    try {
      if (record.topic().equals(framesTopic)) {
        listener.onFrame(frames.decode(value), value.length);
      } else if (record.topic().equals(updatesTopic)) {
        listener.onUpdate(updates.decode(value), value.length);
      } else if (record.topic().equals(capabilitiesTopic)) {
        listener.onCapabilities(capabilities.decode(value));
      } else {
        listener.onEvent(events.decode(value), record.offset(), value.length);
      }
    } catch (UnreadableRecordException e) {
      // Anybody may write to sketch-events; the job sends unreadable bytes to dead-letters.
      LOG.debug("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.toString());
    }
  }

  @Override
  public List<PartHealth> reading() {
    return signs.parts(worker.status());
  }

  @Override
  public void close() {
    worker.close(CLOSE_TIMEOUT);
  }
}
