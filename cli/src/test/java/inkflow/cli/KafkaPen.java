package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.Cleared;
import inkflow.Join;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.Point;
import inkflow.Role;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.jobs.TopicCreation;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One client of one session, directly on Kafka. Each send waits for its acknowledgement. */
public final class KafkaPen implements AutoCloseable {
  public static final String CLIENT = "pen";

  private final RecordCodec<SketchEvent> codec = RecordCodec.of(SketchEvent.class);
  private final KafkaProducer<byte[], byte[]> producer;
  private final String session;
  private long seq;

  public KafkaPen(String bootstrapServers, String session, long lastSeq) {
    this.session = session;
    this.seq = lastSeq;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                0,
                "max.request.size",
                TopicCreation.MAX_MESSAGE_BYTES,
                "buffer.memory",
                2L * TopicCreation.MAX_MESSAGE_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public long lastSeq() {
    return seq;
  }

  public RecordMetadata join() throws Exception {
    return send(new Join(Role.EDITOR, null));
  }

  public RecordMetadata settings(String prompt) throws Exception {
    SettingsChanged settings = new SettingsChanged();
    settings.setPrompt(prompt);
    settings.setSeed(7L);
    return send(settings);
  }

  public RecordMetadata background(int colour) throws Exception {
    return send(new Cleared(colour));
  }

  public RecordMetadata disc(String id, int colour) throws Exception {
    List<Point> corners = List.of(new Point(0.1, 0.1), new Point(0.4, 0.4));
    Shape shape = new Shape(ShapeKind.ELLIPSE, colour, null, 0.0, corners);
    return send(new ObjectAdded(id, 0.0, shape));
  }

  public RecordMetadata move(String id, double dx, double dy) throws Exception {
    ObjectChanged change = new ObjectChanged();
    change.setObjectId(id);
    change.setTransform(List.of(1.0, 0.0, dx, 0.0, 1.0, dy));
    return send(change);
  }

  /** Sends an event of {@link SketchEvent}'s union. */
  RecordMetadata send(Object event) throws Exception {
    seq++;
    return raw(codec.encode(new SketchEvent(session, CLIENT, seq, Instant.now(), event)));
  }

  /** Sends bytes that need not be a record. */
  RecordMetadata raw(byte[] value) throws Exception {
    byte[] key = session.getBytes(UTF_8);
    return producer.send(new ProducerRecord<>(Topics.SKETCH_EVENTS, key, value)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
