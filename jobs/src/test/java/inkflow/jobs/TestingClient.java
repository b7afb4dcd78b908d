package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.Point;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One client of one session, directly on Kafka. Its readers start at the end of the topics. */
public final class TestingClient implements AutoCloseable {
  private static final RecordCodec<SketchEvent> EVENTS = RecordCodec.of(SketchEvent.class);
  private final String bootstrap;
  private final String session;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private long seq;

  TestingClient(String bootstrap, String session) {
    this.bootstrap = bootstrap;
    this.session = session;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "linger.ms", "0"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  long prompt(String prompt) throws Exception {
    return send(SettingsChanged.newBuilder().setPrompt(prompt).build());
  }

  long disc(String objectId) throws Exception {
    Shape shape =
        Shape.newBuilder()
            .setKind(ShapeKind.ELLIPSE)
            .setFill(0xffffcc00)
            .setPoints(List.of(new Point(0.2, 0.2), new Point(0.4, 0.4)))
            .build();
    return send(ObjectAdded.newBuilder().setObjectId(objectId).setObject(shape).build());
  }

  long move(String objectId, double x) throws Exception {
    return send(
        ObjectChanged.newBuilder()
            .setObjectId(objectId)
            .setTransform(List.of(1.0, 0.0, x, 0.0, 1.0, 0.0))
            .build());
  }

  /** Returns the event's offset. */
  public long send(Object event) throws Exception {
    seq++;
    return sendRaw(EVENTS.encode(new SketchEvent(session, "pen", seq, Instant.now(), event)));
  }

  long sendRaw(byte[] value) throws Exception {
    return producer
        .send(new ProducerRecord<>(Topics.SKETCH_EVENTS, session.getBytes(UTF_8), value))
        .get()
        .offset();
  }

  long lastSeq() {
    return seq;
  }

  /** A reader that starts at the topic's end. */
  KafkaConsumer<byte[], byte[]> reader(String topic) {
    KafkaConsumer<byte[], byte[]> consumer = readerFromStart(topic);
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    return consumer;
  }

  /** Reads a topic from its first record on. */
  KafkaConsumer<byte[], byte[]> readerFromStart(String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumers.add(consumer);
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    return consumer;
  }

  /** All records up to and including the first one wanted. */
  static <T extends SpecificRecordBase> List<T> readUntil(
      KafkaConsumer<byte[], byte[]> reader, Class<T> type, Predicate<T> wanted) {
    RecordCodec<T> codec = RecordCodec.of(type);
    List<T> found = new ArrayList<>();
    Instant deadline = Instant.now().plusSeconds(30);
    while (Instant.now().isBefore(deadline)) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
        T read = decode(codec, record.value());
        found.add(read);
        if (wanted.test(read)) {
          return found;
        }
      }
    }
    throw new AssertionError("not among " + found.size() + " that came in 30 s");
  }

  static <T extends SpecificRecordBase> T decode(RecordCodec<T> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    consumers.forEach(KafkaConsumer::close);
  }
}
