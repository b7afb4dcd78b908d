package inkflow.gateway.log;

import inkflow.CameraFrame;
import inkflow.SketchEvent;
import inkflow.gateway.health.PartHealth;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.workers.Progress;
import inkflow.workers.Restarts;
import inkflow.workers.Work;
import inkflow.workers.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The event log on Kafka. One idempotent producer with linger 0. It is called on a separate thread,
 * because {@code send} blocks while metadata is missing or the buffer is full.
 *
 * <p>A lost record closes the producer at once, in the callback, so that no later record is
 * written; all its waiting records and all further ones of its writers fail. New writers get a new
 * producer.
 */
public final class KafkaEventLog implements EventLog {
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MOST_WAITING = 10_000;
  private static final Restarts RESTARTS =
      Restarts.always(Duration.ofMillis(100), Duration.ofSeconds(3));

  private final RecordCodec<SketchEvent> events = RecordCodec.of(SketchEvent.class);
  private final RecordCodec<CameraFrame> cameraFrames = RecordCodec.of(CameraFrame.class);
  private final KafkaClients kafka;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final AppendSigns signs = new AppendSigns(System::nanoTime);
  private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Worker worker = new Worker("inkflow-event-log", RESTARTS, new Writing());

  private volatile Producer<byte[], byte[]> producer;

  /** Taken from the queue and not sent yet. Worker thread only. */
  private Append next;

  /** How often the log has lost a record. Writers opened before the last time fail. */
  private final AtomicLong breaks = new AtomicLong();

  /**
   * A waiting record.
   *
   * @param writtenAfter value of {@code breaks} when its writer was opened
   */
  private record Append(
      ProducerRecord<byte[], byte[]> record,
      CompletableFuture<Long> offset,
      long writtenAfter,
      long since) {

    boolean isTooOld() {
      return System.nanoTime() - since > LONGEST_WAIT.toNanos();
    }

    int bytes() {
      return record.value().length;
    }
  }

  /**
   * @param maxRecord most bytes of one record, including the request around it
   */
  public KafkaEventLog(KafkaClients kafka, int maxRecord) {
    this(kafka, () -> producer(kafka, maxRecord));
  }

  /**
   * @param producers opens the first producer, and another one each time one is closed
   */
  KafkaEventLog(KafkaClients kafka, Supplier<Producer<byte[], byte[]>> producers) {
    this.kafka = kafka;
    this.producers = producers;
    worker.start();
  }

  static Producer<byte[], byte[]> producer(KafkaClients kafka, int maxRecord) {
    Map<String, Object> config = kafka.config();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecord);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WAIT.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_WAIT.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Writer writer() {
    long opened = breaks.get();
    return event ->
        append(Topics.SKETCH_EVENTS, event.getSessionId(), events.encode(event), opened);
  }

  @Override
  public CompletionStage<Long> append(CameraFrame frame) {
    return append(
        Topics.CAMERA_FRAMES, frame.getSessionId(), cameraFrames.encode(frame), breaks.get());
  }

  private CompletionStage<Long> append(
      String topic, String sessionId, byte[] value, long writtenAfter) {
    byte[] key = sessionId.getBytes(StandardCharsets.UTF_8);
    Append append =
        new Append(
            new ProducerRecord<>(kafka.topic(topic), key, value),
            new CompletableFuture<>(),
            writtenAfter,
            System.nanoTime());
    signs.asked(append.bytes());
    if (!queue.offer(append)) {
      breaks.incrementAndGet();
      fail(append, new LogBrokenException(MOST_WAITING + " records wait already", null));
    }
    return append.offset();
  }

  private final class Writing implements Work {
    @Override
    public void run(Progress progress) throws InterruptedException {
      producer = producers.get();
      AtomicReference<Throwable> lost = new AtomicReference<>();
      try {
        progress.working();
        next = next == null ? take(progress) : next;
        while (next != null && lost.get() == null) {
          Append taken = next;
          next = null;
          send(taken, lost);
          next = take(progress);
        }
      } finally {
        producer.close(CLOSE_TIMEOUT);
      }
      if (lost.get() != null) {
        throw new LogBrokenException("a record was lost: " + lost.get(), lost.get());
      }
    }

    /** Does nothing: the thread checks ten times a second, and a send is not interrupted. */
    @Override
    public void wake(Thread thread) {}
  }

  /** The next record; null if the log is closed and everything is sent. */
  private Append take(Progress progress) throws InterruptedException {
    Append taken = queue.poll();
    while (taken == null && !progress.stopping()) {
      taken = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return taken;
  }

  /** A record's failure is reported to the callback; an exception thrown here is the producer's. */
  private void send(Append append, AtomicReference<Throwable> lost) {
    if (append.writtenAfter() != breaks.get()) {
      fail(append, new LogBrokenException("a record before it was lost", null));
      return;
    }
    if (append.isTooOld()) {
      lose(append, new TimeoutException("not sent within " + LONGEST_WAIT.toSeconds() + " s"));
      return;
    }
    Producer<byte[], byte[]> sending = producer;
    try {
      sending.send(
          append.record(),
          (metadata, failure) -> {
            if (failure == null) {
              signs.answered(append.bytes(), null);
              append.offset().complete(metadata.offset());
            } else if (failure instanceof RecordTooLargeException) {
              fail(append, new RecordRefusedException(append.bytes(), failure));
            } else {
              lose(append, failure);
              lost.compareAndSet(null, failure);
              sending.close(Duration.ZERO);
            }
          });
    } catch (RuntimeException | Error e) {
      lose(append, e);
      throw e;
    }
  }

  private void lose(Append append, Throwable failure) {
    breaks.compareAndSet(append.writtenAfter(), append.writtenAfter() + 1);
    fail(append, new LogBrokenException("not written: " + failure, failure));
  }

  private void fail(Append append, RuntimeException failure) {
    if (append.offset().completeExceptionally(failure)) {
      signs.answered(append.bytes(), failure);
    }
  }

  @Override
  public PartHealth writing() {
    return signs.health(worker.status());
  }

  @Override
  public void close() {
    if (!worker.close(CLOSE_TIMEOUT) && producer != null) {
      producer.close(Duration.ZERO); // It may be waiting for metadata in a send.
    }
  }
}
