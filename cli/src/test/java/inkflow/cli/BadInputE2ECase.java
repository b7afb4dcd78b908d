package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.Image;
import inkflow.Notice;
import inkflow.ObjectAdded;
import inkflow.SessionUpdate;
import inkflow.Stroke;
import inkflow.StrokePoint;
import inkflow.cli.demo.Demo;
import inkflow.cli.demo.DemoE2ECase;
import inkflow.cli.demo.DemoOptions;
import inkflow.cli.options.Install;
import inkflow.diffusion.EngineOptions;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputE2ECase {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RecordCodec<SessionUpdate> updates = RecordCodec.of(SessionUpdate.class);
  @TempDir Path folder;
  private Demo demo;
  private KafkaPen pen;

  @BeforeEach
  void startDemo() throws Exception {
    EngineOptions engine = EngineOptions.of(Install.embeddedModel().orElseThrow());
    demo = new Demo(new DemoOptions(0, 0, Optional.of(folder.resolve("data")), engine));
    demo.start();
    pen = new KafkaPen(demo.bootstrapServers(), "s", 0);
    pen.join();
    pen.background(0xFF2050C0);
    pen.disc("sun", 0xFFFFE700);
  }

  @AfterEach
  void stopDemo() {
    if (pen != null) {
      pen.close();
    }
    demo.close();
  }

  @Test
  void badInputIsAnsweredAndTheJobNeverRestarts() throws Exception {
    RecordMetadata garbage = pen.raw("no record at all".getBytes(UTF_8));
    assertThat(refusalOf(image(50 << 20)).getMessage()).contains("expected");
    assertThat(refusalOf(stroke(Double.NaN)).getMessage()).contains("NaN");
    assertThat(refusalOfMoving("nobody").getMessage()).contains("nobody");

    ConsumerRecord<byte[], byte[]> letter = deadLetter();
    assertThat(new String(letter.value(), UTF_8)).isEqualTo("no record at all");
    assertThat(header(letter, "topic")).isEqualTo(Topics.SKETCH_EVENTS);
    assertThat(header(letter, "partition")).isEqualTo(String.valueOf(garbage.partition()));
    assertThat(header(letter, "offset")).isEqualTo(String.valueOf(garbage.offset()));
    assertThat(header(letter, "reason")).isNotBlank();

    long offset = pen.move("sun", 0.3, 0.3).offset();
    try (TopicReader frames = reader(Topics.GENERATED_FRAMES)) {
      frames.await(
          "the next picture", SOON, DemoE2ECase::frame, f -> f.getCanvasOffset() == offset);
    }
    assertThat(demo.everFaulted()).isFalse();
  }

  private Notice refusalOf(Object object) throws Exception {
    pen.send(new ObjectAdded("bad", 0.0, object));
    return noticeOf(pen.lastSeq());
  }

  private Notice refusalOfMoving(String id) throws Exception {
    pen.move(id, 0.1, 0.1);
    return noticeOf(pen.lastSeq());
  }

  private Notice noticeOf(long seq) {
    try (TopicReader reader = reader(Topics.SESSION_UPDATES)) {
      SessionUpdate update =
          reader.await(
              "the notice of event " + seq,
              SOON,
              record -> DemoE2ECase.decode(updates, record),
              u -> u.getUpdate() instanceof Notice notice && notice.getClientSeq() == seq);
      Notice notice = (Notice) update.getUpdate();
      assertThat(notice.getClientId()).isEqualTo(KafkaPen.CLIENT);
      return notice;
    }
  }

  private ConsumerRecord<byte[], byte[]> deadLetter() {
    try (TopicReader reader = reader(Topics.DEAD_LETTERS)) {
      return reader.await("the dead letter", SOON, record -> record, record -> true);
    }
  }

  private TopicReader reader(String topic) {
    return new TopicReader(demo.bootstrapServers(), topic);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static Image image(int bytes) {
    return new Image("image/png", ByteBuffer.allocate(bytes), 0.0, 0.0, 1.0, 1.0);
  }

  private static Stroke stroke(double x) {
    return new Stroke(0xFF000000, 0.01, 1.0, false, List.of(new StrokePoint(x, 0.5, 1.0)));
  }
}
