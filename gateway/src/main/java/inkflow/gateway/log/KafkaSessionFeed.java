package inkflow.gateway.log;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the four topics on one thread, without a consumer group: every gateway
 * reads everything and commits no offsets. Starts at the end of the topics, for frames a little
 * earlier, to fill the cache of newest pictures, and for capabilities at the beginning of their
 * compacted topic.
 */
public final class KafkaSessionFeed implements SessionFeed {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSessionFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMillis(200);

  private final RecordCodec<GeneratedFrame> frames = RecordCodec.of(GeneratedFrame.class);
  private final RecordCodec<SessionUpdate> updates = RecordCodec.of(SessionUpdate.class);
  private final RecordCodec<SketchEvent> events = RecordCodec.of(SketchEvent.class);
  private final RecordCodec<EngineCapabilities> capabilities =
      RecordCodec.of(EngineCapabilities.class);
  private final String framesTopic;
  private final String updatesTopic;
  private final String eventsTopic;
  private final String capabilitiesTopic;
  private final int backfillFrames;
  private final Consumer<byte[], byte[]> consumer;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile boolean closing;
  private Thread thread;

  /**
   * @param backfillFrames how many frames of each partition are read at start
   */
  public KafkaSessionFeed(KafkaClients kafka, int backfillFrames) {
    this.framesTopic = kafka.topic(Topics.GENERATED_FRAMES);
    this.updatesTopic = kafka.topic(Topics.SESSION_UPDATES);
    this.eventsTopic = kafka.topic(Topics.SKETCH_EVENTS);
    this.capabilitiesTopic = kafka.topic(Topics.ENGINE_CAPABILITIES);
    this.backfillFrames = backfillFrames;
    Map<String, Object> config = kafka.config();
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void start(SessionListener listener) {
    thread = new Thread(() -> run(listener), "inkflow-session-feed");
    thread.setDaemon(true);
    thread.start();
    try {
      ready.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "bootstrapServers: no topics to read (expected: a broker with the topics "
              + String.join(", ", topics())
              + ")",
          e.getCause());
    }
  }

  private void run(SessionListener listener) {
    try (consumer) {
      long nextDiscovery = System.nanoTime() + PARTITION_DISCOVERY.toNanos();
      awaitTopics();
      ready.complete(null);
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          deliver(record, listener);
        }
        if (System.nanoTime() > nextDiscovery) {
          nextDiscovery = System.nanoTime() + PARTITION_DISCOVERY.toNanos();
          assignNewPartitions();
        }
      }
    } catch (WakeupException | InterruptException e) {
      ready.completeExceptionally(e);
    } catch (RuntimeException e) {
      if (!ready.completeExceptionally(e)) {
        LOG.error("The session feed ended: no picture reaches anybody from now on", e);
      }
    }
  }

  private void awaitTopics() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!assignNewPartitions()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("topics missing after " + START_TIMEOUT.toSeconds() + " s");
      }
      try {
        Thread.sleep(RETRY.toMillis());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  private List<String> topics() {
    return List.of(framesTopic, updatesTopic, eventsTopic, capabilitiesTopic);
  }

  /** Assigns new partitions and seeks to their start positions; false if a topic is missing. */
  private boolean assignNewPartitions() {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : topics()) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      if (partitions == null || partitions.isEmpty()) {
        return false;
      }
      partitions.forEach(p -> all.add(new TopicPartition(topic, p.partition())));
    }
    List<TopicPartition> fresh = new ArrayList<>(all);
    fresh.removeAll(consumer.assignment());
    if (!fresh.isEmpty()) {
      consumer.assign(all);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh);
      Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
      fresh.forEach(p -> consumer.seek(p, startOf(p, begins.get(p), ends.get(p))));
    }
    return true;
  }

  private long startOf(TopicPartition partition, long begin, long end) {
    if (partition.topic().equals(capabilitiesTopic)) {
      return begin;
    }
    return partition.topic().equals(framesTopic) ? Math.max(begin, end - backfillFrames) : end;
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record, SessionListener listener) {
    if (record.value() == null) {
      return;
    }
    try {
      if (record.topic().equals(framesTopic)) {
        listener.onFrame(frames.decode(record.value()));
      } else if (record.topic().equals(updatesTopic)) {
        listener.onUpdate(updates.decode(record.value()));
      } else if (record.topic().equals(capabilitiesTopic)) {
        listener.onCapabilities(capabilities.decode(record.value()));
      } else {
        listener.onEvent(events.decode(record.value()), record.offset());
      }
    } catch (UnreadableRecordException e) {
      // Anybody may write to sketch-events; the job sends unreadable bytes to dead-letters.
      LOG.debug("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.toString());
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      if (thread != null) {
        thread.join(CLOSE_TIMEOUT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
