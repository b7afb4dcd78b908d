package inkflow.gateway.fanout;

import static inkflow.gateway.Eventually.eventually;
import static inkflow.gateway.TestingFrames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import inkflow.gateway.TestingClient;
import inkflow.gateway.TestingLog;
import inkflow.gateway.messages.PictureMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private static final int BIG = 200_000;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web = WebClient.create(vertx);
  private final TestingLog log = new TestingLog();
  private Gateway gateway;

  @BeforeEach
  void start() {
    gateway = Gateway.start(GatewayOptions.defaults().withPort(0), log, log);
  }

  @AfterEach
  void stop() {
    gateway.close();
    vertx.close();
  }

  private TestingClient viewer() throws Exception {
    return TestingClient.connect(vertx, gateway, "/ws/view/sea");
  }

  private String get(String path) throws Exception {
    return web.get(gateway.port(), "localhost", path)
        .send()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .bodyAsString();
  }

  private long metric(String name) throws Exception {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith("inkflow_gateway_" + name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneStalledViewerOfFiftySkipsAndDelaysNobody() throws Exception {
    List<TestingClient> viewers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      viewers.add(viewer());
    }
    TestingClient stalled = viewers.remove(0);
    stalled.stall();
    int last = 60;
    for (int number = 1; number <= last; number++) {
      log.publish(frame("sea", number, BIG));
      int expected = number;
      eventually(
          () ->
              assertThat(viewers)
                  .allSatisfy(v -> assertThat(v.frameNumbers).last().isEqualTo((long) expected)));
    }
    assertThat(viewers)
        .allSatisfy(
            v ->
                assertThat(v.frameNumbers)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList()));
    assertThat(metric("frames_skipped_total")).isPositive();
    stalled.goOn();
    eventually(() -> assertThat(stalled.frameNumbers).last().isEqualTo((long) last));
    assertThat(stalled.frameNumbers).hasSizeLessThan(last).isSorted();
    assertThat(metric("frames_sent_total") + metric("frames_skipped_total")).isEqualTo(50L * last);
  }

  @Test
  void aLateJoinerGetsTheNewestPictureAtOnce() throws Exception {
    log.publish(frame("sea", 1, 10));
    log.publish(frame("sea", 2, 10));
    eventually(() -> assertThat(metric("frames_received_total")).isEqualTo(2));
    TestingClient late = viewer();
    eventually(() -> assertThat(late.frameNumbers).containsExactly(2L));
    TestingClient editor = TestingClient.connect(vertx, gateway, "/ws/sessions/sea");
    eventually(() -> assertThat(editor.frameNumbers).containsExactly(2L));
  }

  @Test
  void aRepeatedFrameReachesNobody() throws Exception {
    TestingClient viewer = viewer();
    for (long number : new long[] {1, 2, 3, 2, 3, 4}) {
      log.publish(frame("sea", number, 10));
    }
    eventually(() -> assertThat(viewer.frameNumbers).last().isEqualTo(4L));
    assertThat(viewer.frameNumbers).containsExactly(1L, 2L, 3L, 4L);
    assertThat(metric("frames_repeated_total")).isEqualTo(2);
  }

  @Test
  void aJobThatLostItsCounterIsStillSeen() throws Exception {
    TestingClient viewer = viewer();
    log.publish(frame("sea", 900, new byte[1], "image/png", Map.of(), 10));
    log.publish(frame("sea", 1, new byte[1], "image/png", Map.of(), 11));
    eventually(() -> assertThat(viewer.frameNumbers).containsExactly(900L, 1L));
  }

  @Test
  void theHeaderSaysWhatThePictureIsMadeOf() throws Exception {
    TestingClient viewer = viewer();
    log.publish(frame("sea", 1, new byte[] {9, 8}, "image/png", Map.of("ada", 4L), 77));
    eventually(() -> assertThat(viewer.frames).hasSize(1));
    PictureMessage picture = viewer.frames.get(0);
    assertThat(picture.header().get("canvasOffset").asLong()).isEqualTo(77);
    assertThat(picture.header().at("/clientSeqs/ada").asLong()).isEqualTo(4);
    assertThat(picture.header().get("contentType").asText()).isEqualTo("image/png");
    assertThat(picture.header().has("bytes")).isFalse();
    assertThat(picture.bytes().array()).containsExactly(9, 8);
  }

  @Test
  void motionJpegSendsEachPictureWithItsClosingBoundary() throws Exception {
    Buffer received = Buffer.buffer();
    HttpClient client = vertx.createHttpClient();
    client
        .request(HttpMethod.GET, gateway.port(), "localhost", "/mjpeg/sea")
        .compose(HttpClientRequest::send)
        .onSuccess(response -> response.handler(received::appendBuffer));
    eventually(() -> assertThat(metric("viewers")).isEqualTo(1));
    log.publish(frame("sea", 1, "first".getBytes("UTF-8"), "image/jpeg", Map.of(), 1));
    eventually(
        () ->
            assertThat(received.toString())
                .isEqualTo(
                    "--inkflow-frame\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n"
                        + "X-Frame-Number: 1\r\n\r\nfirst\r\n--inkflow-frame\r\n"));
    client.close();
  }

  @Test
  void sessionsAndTheirNewestPictureAreListed() throws Exception {
    viewer();
    log.publish(frame("sea", 3, "png".getBytes("UTF-8"), "image/png", Map.of(), 1));
    eventually(
        () ->
            assertThat(get("/api/sessions"))
                .contains("\"id\":\"sea\"", "\"viewers\":1", "\"lastFrameNumber\":3"));
    assertThat(get("/api/sessions/sea/frame")).isEqualTo("png");
    assertThat(get("/healthz")).isEqualTo("ok\n");
  }
}
