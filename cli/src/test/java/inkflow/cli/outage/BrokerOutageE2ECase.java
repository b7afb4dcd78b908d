package inkflow.cli.outage;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.SketchEvent;
import inkflow.diffusion.EngineOptions;
import inkflow.gateway.messages.RecordJson;
import inkflow.jobs.EngineKeys;
import inkflow.jobs.InkflowJob;
import inkflow.jobs.JobConfig;
import inkflow.jobs.JobOptions;
import inkflow.jobs.local.LocalCluster;
import inkflow.jobs.local.LocalClusterOptions;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker killed while people draw and cameras run, and made anew with its data. Broker and
 * gateway are processes, the gateway's with a heap of 256 MiB; the job runs in the test's.
 *
 * <p>{@code -Doutage.seconds=300 -Doutage.editors=50 -Doutage.cameras=20} are the figures of
 * docs/reliability.md; the defaults are for every build.
 */
class BrokerOutageE2ECase {
  private static final int SECONDS = Integer.getInteger("outage.seconds", 20);
  private static final int EDITORS = Integer.getInteger("outage.editors", 8);
  private static final int CAMERAS = Integer.getInteger("outage.cameras", 4);
  private static final int EDITORS_A_SESSION = 5;
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<OutageEditor> editors = new ArrayList<>();

  @Test
  void nothingAcknowledgedIsLostAndPicturesComeBackByThemselves() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder);
        LocalCluster flink = LocalCluster.start(LocalClusterOptions.of(1, folder));
        GatewayProcess gateway = new GatewayProcess(folder, broker.address())) {
      flink.run(() -> graph(flink, broker.address()));
      crowd(gateway.port());
      await(LONGEST_START, () -> pictures(0));
      Thread.sleep(3_000);
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);

      broker.kill();
      long killed = System.nanoTime();
      long told = untilReadyz(gateway, 503, killed);
      System.out.printf("readyz says 503 after %.1f s%n", told / 1e9);
      Outage seen = watch(gateway, killed);
      assertThat(gateway.isAlive()).as("a heap of 256 MiB is enough").isTrue();

      broker.start();
      long back = System.nanoTime();
      await(LONGEST_RECOVERY, () -> pictures(back));
      long frames = System.nanoTime() - back;
      long ready = untilReadyz(gateway, 200, back);
      await(LONGEST_RECOVERY, () -> editors.stream().allMatch(editor -> editor.waiting < 10));
      report(seen, frames, ready);
      stopDrawing();
      await(LONGEST_RECOVERY, () -> editors.stream().allMatch(editor -> editor.waiting == 0));
      assertNothingLost(broker.address());
      assertThat(seen.mostInward).isLessThanOrEqualTo(64 << 20);
      assertThat(seen.wasReady).as("ready was said while it was not").isFalse();
      assertThat(Duration.ofNanos(frames)).isLessThan(Duration.ofSeconds(45));
    } finally {
      vertx.close();
    }
  }

  private static StreamGraph graph(LocalCluster flink, String broker) {
    Configuration restarts = flink.jobConfiguration();
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    restarts.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(5));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(restarts);
    env.setParallelism(1);
    Configuration given = new Configuration();
    given.set(JobOptions.KAFKA_BOOTSTRAP, broker);
    EngineKeys.put(given, EngineOptions.of(Path.of("none is loaded")));
    InkflowJob.build(env, JobConfig.from(given), CopyEngine::new);
    return env.getStreamGraph();
  }

  private void crowd(int port) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(1000).setMaxMessageSize(64 << 20));
    List<OutageCamera> cameras = new ArrayList<>();
    for (int i = 0; i < EDITORS; i++) {
      String session = "sea-" + i / EDITORS_A_SESSION;
      editors.add(new OutageEditor(vertx, client, port, session, "editor-" + i));
    }
    for (int i = 0; i < CAMERAS; i++) {
      cameras.add(new OutageCamera(vertx, client, port, "camera-" + i));
    }
    loop.runOnContext(
        ignored -> {
          editors.forEach(OutageEditor::connect);
          cameras.forEach(OutageCamera::connect);
          vertx.setPeriodic(500, timer -> drawUnlessOver(timer));
          vertx.setPeriodic(200, timer -> cameras.forEach(OutageCamera::shoot));
        });
  }

  private volatile boolean over;

  private void drawUnlessOver(long timer) {
    if (over) {
      vertx.cancelTimer(timer);
    } else {
      editors.forEach(OutageEditor::draw);
    }
  }

  private void stopDrawing() {
    over = true;
  }

  private boolean pictures(long after) {
    return editors.stream()
        .allMatch(editor -> editor.newestFrame > after && editor.newestFrame > 0);
  }

  private static long untilReadyz(GatewayProcess gateway, int status, long since) throws Exception {
    await(
        LONGEST_RECOVERY,
        () -> {
          try {
            return gateway.get("/readyz").statusCode() == status;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    return System.nanoTime() - since;
  }

  /** What was seen of the gateway while the broker was away. */
  private static final class Outage {
    long mostInward;
    long firstMib;
    long mostMib;
    boolean wasReady;
    final Set<String> ill = new HashSet<>();
  }

  private static Outage watch(GatewayProcess gateway, long killed) throws Exception {
    Outage seen = new Outage();
    seen.firstMib = gateway.residentMib();
    while (System.nanoTime() - killed < Duration.ofSeconds(SECONDS).toNanos()) {
      HttpResponse<String> ready = gateway.get("/readyz");
      seen.wasReady |= ready.statusCode() == 200;
      RecordJson.MAPPER
          .readTree(ready.body())
          .get("parts")
          .forEach(
              part -> {
                if (part.get("state").asText().equals("ill")) {
                  seen.ill.add(part.get("part").asText());
                }
              });
      seen.mostInward = Math.max(seen.mostInward, gateway.gauge("inward_bytes"));
      seen.mostMib = Math.max(seen.mostMib, gateway.residentMib());
      Thread.sleep(1_000);
    }
    return seen;
  }

  private void report(Outage seen, long frames, long ready) {
    System.out.printf(
        "broker away %d s, %d editors, %d cameras: pictures to all %.1f s after its port was open,"
            + " readyz 200 after %.1f s; ill: %s; most inward %.1f MiB, gateway %d MiB at first,"
            + " %d at most; connections %d%n",
        SECONDS,
        EDITORS,
        CAMERAS,
        frames / 1e9,
        ready / 1e9,
        seen.ill,
        seen.mostInward / 1048576.0,
        seen.firstMib,
        seen.mostMib,
        editors.stream().mapToInt(editor -> editor.connections.get()).sum());
  }

  /** By the job's own rule: an event at or below the last number of its client is dropped. */
  private void assertNothingLost(String address) {
    Map<String, Long> last = new HashMap<>();
    Map<String, Set<Long>> applied = new HashMap<>();
    RecordCodec<SketchEvent> codec = RecordCodec.of(SketchEvent.class);
    try (KafkaConsumer<byte[], byte[]> log =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, 2).mapToObj(i -> new TopicPartition(Topics.SKETCH_EVENTS, i)).toList();
      log.assign(partitions);
      log.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = log.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> log.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : log.poll(Duration.ofSeconds(1))) {
          SketchEvent event = decode(codec, record.value());
          String kind = event.getEvent().getClass().getSimpleName();
          String client = event.getClientId();
          boolean counts = !kind.equals("Join") && !kind.equals("Leave");
          if (counts && event.getClientSeq() > last.getOrDefault(client, 0L)) {
            last.put(client, event.getClientSeq());
            applied.computeIfAbsent(client, id -> new HashSet<>()).add(event.getClientSeq());
          }
        }
      }
    }
    long acknowledged = 0;
    for (OutageEditor editor : editors) {
      assertThat(applied.get(editor.clientId)).containsAll(editor.acknowledged);
      acknowledged += editor.acknowledged.size();
    }
    System.out.printf("%d events acknowledged, all applied%n", acknowledged);
  }

  private static SketchEvent decode(RecordCodec<SketchEvent> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (inkflow.schemas.UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(Duration longest, java.util.function.BooleanSupplier holds)
      throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within " + longest).isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
