package inkflow.gateway;

import static inkflow.gateway.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on a real broker. */
class KafkaGatewayITCase {
  @TempDir static Path folder;
  private static TestingBroker broker;
  private static Vertx vertx;
  private static KafkaProducer<byte[], byte[]> job;

  @BeforeAll
  static void start() throws Exception {
    broker = new TestingBroker(folder);
    vertx = Vertx.vertx();
    job =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    job.close();
    vertx.close();
    broker.close();
  }

  private static Gateway gateway() {
    return Gateway.start(
        GatewayOptions.defaults().withPort(0).withBootstrapServers(broker.bootstrapServers()));
  }

  private static void publish(String session, long number) {
    byte[] frame =
        RecordCodec.of(GeneratedFrame.class).encode(TestingFrames.frame(session, number, 100));
    byte[] key = session.getBytes(StandardCharsets.UTF_8);
    job.send(new ProducerRecord<>(Topics.GENERATED_FRAMES, key, frame));
    job.flush();
  }

  @Test
  void whatOneGatewayWritesAnotherRelaysAndBothAcknowledgeByOffset() throws Exception {
    try (Gateway here = gateway();
        Gateway there = gateway()) {
      TestingClient ada = TestingClient.connect(vertx, here, "/ws/sessions/sea?client=ada");
      TestingClient ben = TestingClient.connect(vertx, there, "/ws/sessions/sea?client=ben");
      eventually(() -> assertThat(ada.messages("event")).hasSize(1));
      ada.send("{\"type\":\"event\",\"clientSeq\":1,\"event\":{\"Cleared\":{\"background\":-1}}}");
      eventually(() -> assertThat(ada.messages("ack")).hasSize(1));
      long offset = ada.messages("ack").get(0).get("offset").asLong();
      eventually(
          () ->
              assertThat(ben.messages("event"))
                  .anySatisfy(
                      m -> {
                        assertThat(m.get("offset").asLong()).isEqualTo(offset);
                        assertThat(m.at("/event/Cleared/background").asInt()).isEqualTo(-1);
                      }));
    }
  }

  @Test
  void aGatewayThatStartsLaterKnowsTheNewestPicture() throws Exception {
    for (int number = 1; number <= 30; number++) {
      publish("lake", number);
    }
    try (Gateway later = gateway()) {
      TestingClient viewer = TestingClient.connect(vertx, later, "/ws/view/lake");
      eventually(() -> assertThat(viewer.frameNumbers).last().isEqualTo(30L));
      publish("lake", 31);
      eventually(() -> assertThat(viewer.frameNumbers).last().isEqualTo(31L));
    }
  }

  @Test
  void theLastJobSaysWhatTheModelCanDo() throws Exception {
    say(TestingModels.plain("sketcher", 512));
    say(TestingModels.inkling());
    try (Gateway later = gateway()) {
      TestingClient page = TestingClient.connect(vertx, later, "/ws/sessions/fjord");
      eventually(
          () ->
              assertThat(page.messages("model"))
                  .last()
                  .satisfies(m -> assertThat(m.get("name").asText()).isEqualTo("inkling")));
      say(TestingModels.plain("painter", 512));
      eventually(
          () ->
              assertThat(page.messages("model"))
                  .last()
                  .satisfies(m -> assertThat(m.get("name").asText()).isEqualTo("painter")));
    }
  }

  private static void say(EngineCapabilities capabilities) {
    byte[] key = capabilities.getJob().getBytes(StandardCharsets.UTF_8);
    byte[] value = RecordCodec.of(EngineCapabilities.class).encode(capabilities);
    job.send(new ProducerRecord<>(Topics.ENGINE_CAPABILITIES, key, value));
    job.flush();
  }

  @Test
  void bytesThatAreNoRecordStopNobody() throws Exception {
    try (Gateway gateway = gateway()) {
      TestingClient viewer = TestingClient.connect(vertx, gateway, "/ws/view/bay");
      byte[] key = "bay".getBytes(StandardCharsets.UTF_8);
      job.send(new ProducerRecord<>(Topics.GENERATED_FRAMES, key, new byte[] {1, 2, 3}));
      job.send(new ProducerRecord<>(Topics.GENERATED_FRAMES, key, null));
      publish("bay", 1);
      eventually(() -> assertThat(viewer.frameNumbers).containsExactly(1L));
    }
  }

  @Test
  void closesWithinASecond() throws Exception {
    Gateway gateway = gateway();
    TestingClient.connect(vertx, gateway, "/ws/sessions/dune?client=ada");
    long start = System.nanoTime();
    gateway.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }
}
