package inkflow.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.GeneratedFrame;
import inkflow.PlacedObject;
import inkflow.SessionUpdate;
import inkflow.Snapshot;
import inkflow.cli.DemoProcess;
import inkflow.cli.KafkaPen;
import inkflow.cli.ListeningSockets;
import inkflow.cli.TopicReader;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DemoE2ECase {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BLUE = 0xFF2050C0;
  private static final int YELLOW = 0xFFFFE700;

  private static final RecordCodec<GeneratedFrame> FRAMES = RecordCodec.of(GeneratedFrame.class);
  private final RecordCodec<SessionUpdate> updates = RecordCodec.of(SessionUpdate.class);
  @TempDir Path folder;

  @Test
  void killedInTheMiddleOfStrokesItGoesOnAndOwesNoPicture() throws Exception {
    String data = folder.resolve("data").toString();
    long lastOffset;
    long lastNumber;
    double lastMove = 0;
    long lastSeq;
    try (DemoProcess demo = DemoProcess.start(folder, "--data", data).awaitReady();
        KafkaPen pen = new KafkaPen(demo.bootstrapServers(), "s", 0)) {
      pen.join();
      pen.settings("the sun over the sea");
      pen.background(BLUE);
      pen.disc("sun", YELLOW);
      lastNumber = awaitFrameOf(demo, pen.move("sun", 0.01, 0.01).offset()).getFrameNumber();
      // Long enough for one or two checkpoints, so that there is state to restore.
      lastOffset = 0;
      for (int i = 1; i <= 60; i++) {
        lastMove = i / 120.0;
        lastOffset = pen.move("sun", lastMove, lastMove).offset();
        Thread.sleep(33);
      }
      lastSeq = pen.lastSeq();
      demo.kill();
    }

    try (DemoProcess demo = DemoProcess.start(folder, "--data", data).awaitReady()) {
      assertThat(demo.said()).contains("Going on from");
      GeneratedFrame last = awaitFrameOf(demo, lastOffset);
      assertThat(last.getClientSeqs()).containsEntry(KafkaPen.CLIENT, lastSeq);
      assertThat(last.getFrameNumber()).isGreaterThan(lastNumber);
      assertThat(transformOfTheOnlyObject(demo, lastSeq))
          .containsExactly(1.0, 0.0, lastMove, 0.0, 1.0, lastMove);
      demo.interrupt();
      demo.awaitExit(Duration.ofSeconds(5));
    }
  }

  @Test
  void interruptEndsItWithinFiveSecondsAndLeavesNothing() throws Exception {
    Path data = folder.resolve("data");
    try (DemoProcess demo = DemoProcess.start(folder, "--data", data.toString()).awaitReady()) {
      demo.interrupt();
      assertThat(demo.awaitExit(Duration.ofSeconds(5))).isEqualTo(130);
    }
    try (Stream<Path> files = Files.walk(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".lock"));
    }
  }

  @Test
  void withoutDataNoFolderIsLeft() throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder).awaitReady()) {
      demo.interrupt();
      demo.awaitExit(Duration.ofSeconds(5));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("inkflow")))
          .isEmpty();
    }
  }

  @Test
  void onlyThisMachineReachesItUnlessItIsBoundElsewhere() throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder).awaitReady()) {
      assertThat(ListeningSockets.of(demo.pid()))
          .hasSizeGreaterThan(2)
          .allMatch(InetAddress::isLoopbackAddress);
    }
    try (DemoProcess demo = DemoProcess.start(folder, "--bind", "0.0.0.0").awaitReady()) {
      assertThat(ListeningSockets.of(demo.pid()))
          .filteredOn(address -> !address.isLoopbackAddress())
          .as("the page alone")
          .hasSize(1);
    }
  }

  @Test
  void takenPortIsNamedWithTheWayToChooseAnother() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      for (String option : List.of("--port", "--kafka-port")) {
        try (DemoProcess demo = DemoProcess.start(folder, option, port)) {
          assertThat(demo.awaitExit(SOON)).isEqualTo(1);
          assertThat(demo.said())
              .contains(option + ": " + port + " (expected: a port that no other process")
              .contains("choose another with " + option + " N");
        }
      }
    }
  }

  private GeneratedFrame awaitFrameOf(DemoProcess demo, long offset) {
    try (TopicReader reader = new TopicReader(demo.bootstrapServers(), Topics.GENERATED_FRAMES)) {
      return reader.await(
          "the picture of offset " + offset,
          SOON,
          DemoE2ECase::frame,
          frame -> frame.getCanvasOffset() == offset);
    }
  }

  private List<Double> transformOfTheOnlyObject(DemoProcess demo, long lastSeq) throws Exception {
    try (KafkaPen pen = new KafkaPen(demo.bootstrapServers(), "s", lastSeq);
        TopicReader reader = new TopicReader(demo.bootstrapServers(), Topics.SESSION_UPDATES)) {
      long asked = pen.join().offset();
      SessionUpdate answer =
          reader.await(
              "the snapshot",
              SOON,
              record -> decode(updates, record),
              update ->
                  update.getUpdate() instanceof Snapshot && update.getCanvasOffset() == asked);
      List<PlacedObject> objects = ((Snapshot) answer.getUpdate()).getObjects();
      assertThat(objects).hasSize(1);
      return objects.get(0).getTransform();
    }
  }

  public static GeneratedFrame frame(ConsumerRecord<byte[], byte[]> record) {
    return decode(FRAMES, record);
  }

  public static <T extends org.apache.avro.specific.SpecificRecordBase> T decode(
      RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(new String(record.key(), UTF_8), e);
    }
  }
}
