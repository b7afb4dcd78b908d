package inkflow.gateway.log;

import static inkflow.gateway.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.GeneratedFrame;
import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import inkflow.gateway.TestingBroker;
import inkflow.gateway.TestingClient;
import inkflow.gateway.TestingFrames;
import inkflow.gateway.messages.RecordJson;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says and does while its broker is away, and when its own threads fail. */
@Timeout(120)
class BrokerOutageITCase {
  /** Gives up its broker after a second, where the client's default is five minutes. */
  private static final Map<String, String> SOON =
      Map.of("metadata.recovery.rebootstrap.trigger.ms", "1000");

  @TempDir static Path folder;
  private static TestingBroker broker;
  private static Vertx vertx;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    broker = new TestingBroker(folder);
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close();
    broker.close();
  }

  private static void publish(String session, long number) throws Exception {
    byte[] frame =
        RecordCodec.of(GeneratedFrame.class).encode(TestingFrames.frame(session, number, 100));
    byte[] key = session.getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> job =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      job.send(new ProducerRecord<>(Topics.GENERATED_FRAMES, key, frame)).get(20, TimeUnit.SECONDS);
    }
  }

  private HttpResponse<String> readyz(Gateway gateway) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + "readyz")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode part(String json, String name) throws Exception {
    for (JsonNode part : RecordJson.MAPPER.readTree(json).get("parts")) {
      if (part.get("part").asText().equals(name)) {
        return part;
      }
    }
    throw new AssertionError(name + " in " + json);
  }

  private void untilReady(Gateway gateway, int status) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (readyz(gateway).statusCode() != status) {
      assertThat(System.nanoTime()).as("not %d within 30 s", status).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private static String cleared(long seq) {
    return "{\"type\":\"event\",\"clientSeq\":%d,\"event\":{\"Cleared\":{\"background\":-1}}}"
        .formatted(seq);
  }

  @Test
  void whenTheBrokerComesBackPicturesComeAndNothingAcknowledgedIsLost() throws Exception {
    KafkaClients kafka = new KafkaClients(broker.bootstrapServers(), "", SOON);
    GatewayOptions options = GatewayOptions.defaults().withPort(0);
    try (Gateway gateway =
        Gateway.start(
            options, new KafkaEventLog(kafka, 1 << 20), new KafkaSessionFeed(kafka, 200))) {
      TestingClient ada = TestingClient.connect(vertx, gateway, "/ws/sessions/sea?client=ada");
      TestingClient viewer = TestingClient.connect(vertx, gateway, "/ws/view/sea");
      publish("sea", 1);
      eventually(() -> assertThat(viewer.frameNumbers).containsExactly(1L));
      ada.send(cleared(1));
      eventually(() -> assertThat(ada.messages("ack")).hasSize(1));
      assertThat(readyz(gateway).statusCode()).isEqualTo(200);

      broker.stop();
      long stopped = System.nanoTime();
      untilReady(gateway, 503);
      assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(12));
      assertThat(part(readyz(gateway).body(), "broker").get("state").asText()).isEqualTo("ill");
      eventually(() -> assertThat(viewer.messages("health")).isNotEmpty());
      Thread.sleep(15_000); // The feed asks for partitions meanwhile, in vain: that is a failure.
      assertThat(part(readyz(gateway).body(), "feed").get("state").asText()).isEqualTo("ill");
      ada.send(cleared(2));
      Thread.sleep(5_000);
      assertThat(part(readyz(gateway).body(), "producer").get("state").asText()).isEqualTo("ill");
      assertThat(ada.messages("ack")).hasSize(1);

      broker.start();
      long back = System.nanoTime();
      publish("sea", 2);
      eventually(() -> assertThat(viewer.frameNumbers).containsExactly(1L, 2L));
      eventually(() -> assertThat(ada.messages("ack")).hasSize(2));
      untilReady(gateway, 200);
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(20));
      eventually(
          () ->
              assertThat(viewer.messages("health").get(viewer.messages("health").size() - 1))
                  .isEqualTo(RecordJson.MAPPER.readTree("{\"type\":\"health\",\"ill\":[]}")));
      assertThat(part(readyz(gateway).body(), "feed").get("state").asText()).isEqualTo("ok");
    }
  }

  @Test
  void aFeedThatFailsGoesOnWhereItWas() throws Exception {
    KafkaClients kafka = new KafkaClients(broker.bootstrapServers(), "", Map.of());
    AtomicReference<Throwable> fault = new AtomicReference<>();
    KafkaSessionFeed feed =
        new KafkaSessionFeed(
            kafka, 200, () -> FailingConsumer.of(KafkaSessionFeed.consumer(kafka), fault));
    try (Gateway gateway =
        Gateway.start(
            GatewayOptions.defaults().withPort(0), new KafkaEventLog(kafka, 1 << 20), feed)) {
      TestingClient viewer = TestingClient.connect(vertx, gateway, "/ws/view/lake");
      TestingClient ada = TestingClient.connect(vertx, gateway, "/ws/sessions/lake?client=ada");
      eventually(() -> assertThat(ada.messages("logged")).hasSize(1));
      List<Throwable> faults =
          List.of(new IllegalStateException("a bug"), new OutOfMemoryError("Java heap space"));
      for (int i = 0; i < faults.size(); i++) {
        fault.set(faults.get(i));
        ada.send(cleared(i + 1));
        publish("lake", i + 1);
      }
      eventually(() -> assertThat(viewer.frameNumbers).containsExactly(1L, 2L));
      eventually(() -> assertThat(ada.messages("logged")).hasSize(3));
      JsonNode health = part(readyz(gateway).body(), "feed");
      assertThat(health.get("restarts").asLong()).isEqualTo(2);
      assertThat(health.get("lastFailure").asText()).contains("Java heap space");
      assertThat(health.get("state").asText()).isEqualTo("ok");
      List<Long> offsets =
          ada.messages("logged").stream().map(m -> m.get("offset").asLong()).toList();
      long first = offsets.get(0);
      assertThat(offsets).isEqualTo(LongStream.range(first, first + 3).boxed().toList());
    }
  }
}
