package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.Join;
import inkflow.Notice;
import inkflow.ObjectRemoved;
import inkflow.Role;
import inkflow.SessionUpdate;
import inkflow.Snapshot;
import inkflow.diffusion.EngineOptions;
import inkflow.jobs.local.EmbeddedKafka;
import inkflow.jobs.local.EmbeddedKafkaOptions;
import inkflow.jobs.local.LocalCluster;
import inkflow.jobs.local.LocalClusterOptions;
import inkflow.schemas.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class InkflowJobITCase {
  private static final Logger LOG = LoggerFactory.getLogger(InkflowJobITCase.class);
  private static final Duration PACE = Duration.ofMillis(40);
  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static LocalCluster cluster;
  private static int webPort;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      TopicCreation.createMissing(admin, 2, Optional.empty());
    }
    webPort = freePort();
    startCluster();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void startCluster() {
    cluster = LocalCluster.start(LocalClusterOptions.of(2, folder).withWebPort(webPort));
    cluster.run(InkflowJobITCase::graph);
  }

  private static StreamGraph graph() {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster.jobConfiguration());
    env.setParallelism(2);
    Configuration given = new Configuration();
    given.set(JobOptions.KAFKA_BOOTSTRAP, kafka.bootstrapServers());
    EngineKeys.put(given, EngineOptions.of(Path.of("none is loaded")));
    InkflowJob.build(env, JobConfig.from(given), PacedRenderEngine.provider(PACE));
    return env.getStreamGraph();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    kafka.close();
  }

  @Test
  void lastFrameShowsTheLastMove() throws Exception {
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "moves")) {
      var reader = pen.reader(Topics.GENERATED_FRAMES);
      pen.prompt("the sun");
      pen.disc("sun");
      long last = 0;
      for (int i = 1; i <= 60; i++) {
        last = pen.move("sun", 0.4 * i / 60);
        Thread.sleep(33);
      }
      long lastOffset = last;
      List<GeneratedFrame> frames =
          TestingClient.readUntil(
              reader, GeneratedFrame.class, f -> f.getCanvasOffset() == lastOffset);

      assertThat(frames)
          .extracting(GeneratedFrame::getFrameNumber)
          .isSorted()
          .doesNotHaveDuplicates();
      GeneratedFrame shown = frames.get(frames.size() - 1);
      assertThat(shown.getClientSeqs()).containsEntry("pen", pen.lastSeq());
      byte[] bytes = new byte[shown.getBytes().remaining()];
      shown.getBytes().get(bytes);
      int there = ImageIO.read(new ByteArrayInputStream(bytes)).getRGB(89, 38);
      assertThat(there >> 16 & 0xff).isGreaterThan(200);
      assertThat(there & 0xff).isLessThan(80);
      assertThat(reader.poll(Duration.ofMillis(500))).isEmpty();
      reportLatency(frames);
    }
  }

  @Test
  void metricsOfTheJobSayWhatItDid() throws Exception {
    JobMetrics metrics = new JobMetrics(webPort);
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "metrics")) {
      var reader = pen.reader(Topics.GENERATED_FRAMES);
      pen.disc("sun");
      long refused = pen.move("nobody", 0.1);
      long last = pen.move("sun", 0.1);
      TestingClient.readUntil(reader, GeneratedFrame.class, f -> f.getCanvasOffset() == last);
      assertThat(refused).isLessThan(last);
    }
    // Flink collects metrics every ten seconds.
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (metrics.sum("framesEmitted").orElse(0) < 1
        || metrics.sum("reason.event-refused.dropped").orElse(0) < 1) {
      assertThat(System.nanoTime()).as("metrics in 60 s").isLessThan(deadline);
      Thread.sleep(500);
    }
    assertThat(metrics.sum("sessions").orElseThrow()).isGreaterThanOrEqualTo(1);
    assertThat(metrics.sum("drawingBytes").orElseThrow()).isPositive();
    assertThat(metrics.sum("reason.failed.dropped").orElseThrow()).isZero();
  }

  /**
   * Latency from the event's arrival at the operator to reading its frame, minus the engine's time.
   */
  private static void reportLatency(List<GeneratedFrame> frames) {
    List<Long> images =
        new ArrayList<>(frames.stream().map(GeneratedFrame::getImageMicros).toList());
    images.sort(null);
    LOG.info(
        "{} frames, drawing and compressing p50 {} us, worst {} us",
        frames.size(),
        images.get(images.size() / 2),
        images.get(images.size() - 1));
  }

  @Test
  void partsOfTheWayOutsideTheEngineAreShort() throws Exception {
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "latency")) {
      var reader = pen.reader(Topics.GENERATED_FRAMES);
      pen.disc("sun");
      TestingClient.readUntil(reader, GeneratedFrame.class, f -> true);
      List<Long> micros = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        Instant sent = Instant.now();
        long offset = pen.move("sun", 0.5 * i / 100);
        GeneratedFrame frame =
            TestingClient.readUntil(
                    reader, GeneratedFrame.class, f -> f.getCanvasOffset() == offset)
                .get(0);
        long whole = Duration.between(sent, Instant.now()).toNanos() / 1000;
        micros.add(whole - frame.getQueueMicros() - frame.getDenoiseMicros());
      }
      micros.sort(null);
      LOG.info("outside the engine: p50 {} us, p99 {} us", micros.get(50), micros.get(98));
      assertThat(micros.get(50)).isLessThan(100_000);
    }
  }

  @Test
  void unreadableBytesLandInDeadLettersAndTheJobGoesOn() throws Exception {
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "bad bytes")) {
      var letters = pen.reader(Topics.DEAD_LETTERS);
      var frames = pen.reader(Topics.GENERATED_FRAMES);
      long offset = pen.sendRaw("no record".getBytes(UTF_8));
      ConsumerRecord<byte[], byte[]> letter = first(letters);

      assertThat(letter.value()).isEqualTo("no record".getBytes(UTF_8));
      assertThat(header(letter, "topic")).isEqualTo(Topics.SKETCH_EVENTS);
      assertThat(header(letter, "offset")).isEqualTo(String.valueOf(offset));
      assertThat(header(letter, "reason")).isNotBlank();
      pen.disc("sun");
      TestingClient.readUntil(frames, GeneratedFrame.class, f -> true);
    }
  }

  @Test
  void refusedEventIsAnsweredByANoticeAndAJoinByASnapshot() throws Exception {
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "notices")) {
      var updates = pen.reader(Topics.SESSION_UPDATES);
      pen.send(new Join(Role.EDITOR, null));
      assertThat(next(updates).getUpdate()).isInstanceOf(Snapshot.class);
      pen.send(new ObjectRemoved("no such thing"));
      Notice notice = (Notice) next(updates).getUpdate();
      assertThat(notice.getClientSeq()).isEqualTo(2);
      assertThat(notice.getCode()).isEqualTo("object.unknown");
    }
  }

  @Test
  void saysWhatItsModelCanDoEachTimeItStarts() throws Exception {
    try (TestingClient reading = new TestingClient(kafka.bootstrapServers(), "model")) {
      var reader = reading.readerFromStart(Topics.ENGINE_CAPABILITIES);
      EngineCapabilities said =
          TestingClient.readUntil(reader, EngineCapabilities.class, c -> true).get(0);
      assertThat(said.getJob()).isEqualTo("inkflow");
      assertThat(said.getModel()).isEqualTo("paced");
      assertThat(said.getDevice()).isEqualTo("cpu");
      assertThat(said.getLargestSide()).isEqualTo(1024);
      cluster.close();
      Instant restarted = Instant.now();
      startCluster();
      TestingClient.readUntil(
          reader, EngineCapabilities.class, c -> c.getStartedAt().isAfter(restarted));
    }
  }

  @Test
  void restartedClusterShowsTheLastStrokeWithoutAnyoneDrawing() throws Exception {
    try (TestingClient pen = new TestingClient(kafka.bootstrapServers(), "restart")) {
      var reader = pen.reader(Topics.GENERATED_FRAMES);
      pen.disc("sun");
      List<GeneratedFrame> before =
          TestingClient.readUntil(reader, GeneratedFrame.class, f -> true);
      Thread.sleep(3000);
      cluster.close();
      long missed = pen.move("sun", 0.3);
      startCluster();
      List<GeneratedFrame> after =
          TestingClient.readUntil(reader, GeneratedFrame.class, f -> f.getCanvasOffset() == missed);
      assertThat(after.get(after.size() - 1).getFrameNumber())
          .isGreaterThan(before.get(0).getFrameNumber());
    }
  }

  private static SessionUpdate next(KafkaConsumer<byte[], byte[]> reader) {
    return TestingClient.readUntil(reader, SessionUpdate.class, u -> true).get(0);
  }

  private static ConsumerRecord<byte[], byte[]> first(KafkaConsumer<byte[], byte[]> reader) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (Instant.now().isBefore(deadline)) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
        return record;
      }
    }
    throw new AssertionError("nothing came in 30 s");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String key) {
    return new String(record.headers().lastHeader(key).value(), UTF_8);
  }
}
