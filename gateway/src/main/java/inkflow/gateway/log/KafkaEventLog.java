package inkflow.gateway.log;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import inkflow.CameraFrame;
import inkflow.SketchEvent;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The event log on Kafka. One idempotent producer with linger 0. It is called on a separate thread,
 * because {@code send} blocks while metadata is missing or the buffer is full.
 */
public final class KafkaEventLog implements EventLog {
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);
  private final RecordCodec<SketchEvent> events = RecordCodec.of(SketchEvent.class);
  private final RecordCodec<CameraFrame> cameraFrames = RecordCodec.of(CameraFrame.class);
  private final KafkaClients kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "inkflow-event-log");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param maxRecord most bytes of one record, including the request around it
   */
  public KafkaEventLog(KafkaClients kafka, int maxRecord) {
    this.kafka = kafka;
    Map<String, Object> config = kafka.config();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecord);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public CompletionStage<Long> append(SketchEvent event) {
    return send(Topics.SKETCH_EVENTS, event.getSessionId(), events.encode(event));
  }

  @Override
  public CompletionStage<Long> append(CameraFrame frame) {
    return send(Topics.CAMERA_FRAMES, frame.getSessionId(), cameraFrames.encode(frame));
  }

  private CompletionStage<Long> send(String topic, String sessionId, byte[] value) {
    byte[] key = sessionId.getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Long> offset = new CompletableFuture<>();
    try {
      sender.execute(() -> send(new ProducerRecord<>(kafka.topic(topic), key, value), offset));
    } catch (RejectedExecutionException e) {
      offset.completeExceptionally(e);
    }
    return offset;
  }

  private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<Long> offset) {
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              offset.complete(metadata.offset());
            } else {
              offset.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      offset.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    sender.execute(() -> producer.close(CLOSE_TIMEOUT));
    sender.shutdown();
    try {
      if (!sender.awaitTermination(CLOSE_TIMEOUT.toMillis(), MILLISECONDS)) {
        producer.close(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
