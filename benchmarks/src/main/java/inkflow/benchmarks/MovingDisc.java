package inkflow.benchmarks;

import inkflow.GeneratedFrame;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.Point;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One session in which a yellow disc moves over blue. {@link #move} is for one thread, the rest for
 * any.
 */
final class MovingDisc implements AutoCloseable {
  private static final String CLIENT = "bench";

  private final Map<Long, Long> sentMicros = new ConcurrentHashMap<>();
  private final RecordCodec<SketchEvent> codec = RecordCodec.of(SketchEvent.class);
  private final KafkaProducer<byte[], byte[]> producer;
  private final String session;
  private long seq;

  MovingDisc(String bootstrapServers, String session, int size, int steps) {
    this.session = session;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    SettingsChanged settings =
        SettingsChanged.newBuilder()
            .setPrompt("the sun over a beach")
            .setSteps(steps)
            .setWidth(size)
            .setHeight(size)
            .build();
    send(settings);
    send(added("sky", ShapeKind.RECTANGLE, 0xff7ac4fa, 0, 0, 1, 0.5));
    send(added("sea", ShapeKind.RECTANGLE, 0xff2f86d4, 0, 0.5, 1, 1));
    send(added("sun", ShapeKind.ELLIPSE, 0xffffd83c, 0.1, 0.1, 0.3, 0.3));
  }

  void move() {
    double x = 0.3 + 0.3 * Math.sin(seq / 10.0);
    ObjectChanged moved =
        ObjectChanged.newBuilder()
            .setObjectId("sun")
            .setTransform(List.of(1.0, 0.0, x, 0.0, 1.0, 0.0))
            .build();
    send(moved);
  }

  String session() {
    return session;
  }

  /** When the newest event in a frame of this session was sent, microseconds since the epoch. */
  long sentMicros(GeneratedFrame frame) {
    return sentMicros.get(frame.getClientSeqs().get(CLIENT));
  }

  private static ObjectAdded added(
      String id, ShapeKind kind, int fill, double x0, double y0, double x1, double y1) {
    Shape shape =
        Shape.newBuilder()
            .setKind(kind)
            .setFill(fill)
            .setPoints(List.of(new Point(x0, y0), new Point(x1, y1)))
            .build();
    return ObjectAdded.newBuilder().setObjectId(id).setObject(shape).build();
  }

  private void send(Object event) {
    Instant now = Instant.now();
    seq++;
    sentMicros.put(seq, FrameReader.micros(now));
    byte[] value = codec.encode(new SketchEvent(session, CLIENT, seq, now, event));
    byte[] key = session.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.SKETCH_EVENTS, key, value));
  }

  @Override
  public void close() {
    producer.close();
  }
}
