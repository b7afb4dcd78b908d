package inkflow.gateway;

import static inkflow.gateway.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.gateway.messages.RecordJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web = WebClient.create(vertx);

  @AfterEach
  void stop() {
    vertx.close();
  }

  private static Gateway start() {
    TestingLog log = new TestingLog();
    return Gateway.start(GatewayOptions.defaults().withPort(0), log, log);
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      int port = taken.getLocalPort();
      TestingLog log = new TestingLog();
      assertThatThrownBy(() -> Gateway.start(GatewayOptions.defaults().withPort(port), log, log))
          .isInstanceOf(PortTakenException.class)
          .hasMessage("port: " + port + " (expected: a free port; 0 takes any)");
    }
  }

  @Test
  void closesWithinASecondWhilePeopleAreConnected() throws Exception {
    Gateway gateway = start();
    TestingClient editor = TestingClient.connect(vertx, gateway, "/ws/sessions/sea");
    TestingClient.connect(vertx, gateway, "/ws/view/sea");
    long start = System.nanoTime();
    gateway.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    eventually(() -> assertThat(editor.closeCode).isEqualTo((short) 1001));
  }

  @Test
  void wrongOptionsAreAllReportedAtOnce() {
    assertThatThrownBy(() -> GatewayOptions.defaults().withPort(70000).withBootstrapServers(""))
        .hasMessage("port: 70000 (expected: <= 65535)");
  }

  @Test
  void servesThePageAndItsModulesAndNothingBeyond() throws Exception {
    try (Gateway gateway = start()) {
      assertThat(get(gateway, "/").getHeader("Content-Type")).startsWith("text/html");
      assertThat(get(gateway, "/view/sea").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/studio/studio.css").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/studio/../Gateway.class").statusCode()).isEqualTo(404);
      assertThat(get(gateway, "/view/no%20such%20id").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void saysWhatTheModelCanDoOnceTheJobHas() throws Exception {
    TestingLog log = new TestingLog();
    try (Gateway gateway = Gateway.start(GatewayOptions.defaults().withPort(0), log, log)) {
      assertThat(get(gateway, "/api/models").statusCode()).isEqualTo(503);
      assertThat(get(gateway, "/api/models").getHeader("Retry-After")).isEqualTo("1");
      TestingClient early = TestingClient.connect(vertx, gateway, "/ws/sessions/sea");

      log.publish(TestingModels.inkling());

      eventually(() -> assertThat(early.messages("model")).hasSize(1));
      TestingClient late = TestingClient.connect(vertx, gateway, "/ws/sessions/sea");
      eventually(() -> assertThat(late.messages("model")).isEqualTo(early.messages("model")));
      JsonNode card = RecordJson.MAPPER.readTree(get(gateway, "/api/models").bodyAsString());
      assertThat(card)
          .isEqualTo(
              RecordJson.MAPPER.readTree(
                  """
                  {"name": "inkling", "family": "sd15", "device": "cpu",
                   "styles": ["3d", "neon"], "words": {"neon": "neon sign"},
                   "size": 256, "sizes": [256, 512, 1024], "largestSide": 1024,
                   "controls": ["sketch"], "follows": true,
                   "steps": 2, "mostSteps": 50, "guidanceScale": 1.0}
                  """));
      ObjectNode message = (ObjectNode) early.messages("model").get(0).deepCopy();
      assertThat(message.remove("type").asText()).isEqualTo("model");
      assertThat(message).isEqualTo(card);
    }
  }

  @Test
  void aPageOfAnotherSiteMayNotDraw() {
    try (Gateway gateway = start()) {
      WebSocketConnectOptions elsewhere =
          new WebSocketConnectOptions()
              .setHost("localhost")
              .setPort(gateway.port())
              .setURI("/ws/sessions/sea")
              .addHeader("Origin", "https://elsewhere.example");
      assertThatThrownBy(
              () ->
                  vertx
                      .createWebSocketClient()
                      .connect(elsewhere)
                      .toCompletionStage()
                      .toCompletableFuture()
                      .get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(403));
    }
  }

  @Test
  void saysWhichPartIsIllAndTellsThePages() throws Exception {
    TestingLog log = new TestingLog();
    try (Gateway gateway = Gateway.start(GatewayOptions.defaults().withPort(0), log, log)) {
      TestingClient editor = TestingClient.connect(vertx, gateway, "/ws/sessions/sea");
      assertThat(get(gateway, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/readyz").bodyAsString())
          .startsWith("{\"ready\":true,\"parts\":[{\"part\":\"broker\",\"state\":\"ok\"");
      log.refusesWrites = true;
      HttpResponse<?> ill = get(gateway, "/readyz");
      assertThat(ill.statusCode()).isEqualTo(503);
      assertThat(ill.bodyAsString())
          .startsWith("{\"ready\":false")
          .contains("{\"part\":\"producer\",\"state\":\"ill\",\"says\":\"no broker\"}");
      assertThat(get(gateway, "/healthz").statusCode()).as("it lives").isEqualTo(200);
      eventually(() -> assertThat(editor.messages("health")).hasSize(1));
      assertThat(editor.messages("health").get(0).at("/ill/0").asText()).isEqualTo("producer");
      TestingClient viewer = TestingClient.connect(vertx, gateway, "/ws/view/sea");
      eventually(() -> assertThat(viewer.messages("health")).hasSize(1));
      eventually(
          () ->
              assertThat(get(gateway, "/metrics").bodyAsString())
                  .contains("inkflow_gateway_part_ill{part=\"producer\"} 1.0")
                  .contains("inkflow_gateway_part_ill{part=\"broker\"} 0.0"));
      log.refusesWrites = false;
      eventually(() -> assertThat(editor.messages("health")).hasSize(2));
      assertThat(editor.messages("health").get(1).get("ill")).isEmpty();
    }
  }

  private HttpResponse<?> get(Gateway gateway, String path) throws Exception {
    return web.get(gateway.port(), "localhost", path)
        .send()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
