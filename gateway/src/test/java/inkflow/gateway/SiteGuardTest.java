package inkflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteGuardTest {
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web = WebClient.create(vertx);
  private final TestingLog log = new TestingLog();
  private final Gateway gateway =
      Gateway.start(
          GatewayOptions.defaults().withPort(0).withPublicHosts(List.of("Draw.Example.org")),
          log,
          log);

  @AfterEach
  void stop() {
    gateway.close();
    vertx.close();
  }

  private HttpResponse<?> get(String path, MultiMap headers) throws Exception {
    HttpRequest<?> request = web.request(HttpMethod.GET, gateway.port(), "127.0.0.1", path);
    return request
        .putHeaders(headers)
        .send()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private HttpResponse<?> get(String path, String header, String value) throws Exception {
    return get(path, MultiMap.caseInsensitiveMultiMap().add(header, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "192.168.1.7",
        "[::1]:8080",
        "[fe80::1]",
        "localhost:1",
        "studio.localhost",
        "gateway:8080",
        "Atelier.local",
        "draw.example.ORG"
      })
  void answersUnderNamesThatNobodyElseCanHave(String host) throws Exception {
    assertThat(get("/", "Host", host).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "draw.example.org.evil.example", "127.0.0.1.evil.example"})
  void aForeignNameForThisAddressIsRefused(String host) throws Exception {
    for (String path : List.of("/", "/api/sessions", "/mjpeg/sea", "/metrics", "/studio/x")) {
      HttpResponse<?> answer = get(path, "Host", host);
      assertThat(answer.statusCode()).as(path).isEqualTo(421);
      assertThat(answer.bodyAsString()).startsWith("Host: " + host + " (expected: an address");
    }
  }

  @Test
  void aReboundPageCannotOpenASocketThoughItsOriginAndHostAgree() {
    WebSocketConnectOptions rebound =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI("/ws/sessions/sea?client=eve")
            .addHeader("Host", "evil.example")
            .addHeader("Origin", "http://evil.example");
    assertThat(refusal(rebound)).isEqualTo(421);
    assertThat(log.events).isEmpty();
  }

  private int refusal(WebSocketConnectOptions options) {
    try {
      vertx
          .createWebSocketClient()
          .connect(options)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      return 101;
    } catch (ExecutionException e) {
      return ((UpgradeRejectedException) e.getCause()).getStatus();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void pagesOfOtherSitesGetNothingButALinkIsFollowed(String site) throws Exception {
    MultiMap image =
        MultiMap.caseInsensitiveMultiMap()
            .add("Sec-Fetch-Site", site)
            .add("Sec-Fetch-Mode", "no-cors")
            .add("Sec-Fetch-Dest", "image");
    for (String path : List.of("/mjpeg/sea", "/api/sessions", "/metrics")) {
      HttpResponse<?> answer = get(path, image);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(answer.bodyAsString()).startsWith("Sec-Fetch-Site: " + site + " (expected: ");
    }
    MultiMap link =
        MultiMap.caseInsensitiveMultiMap()
            .add("Sec-Fetch-Site", site)
            .add("Sec-Fetch-Mode", "navigate")
            .add("Sec-Fetch-Dest", "document");
    assertThat(get("/view/sea", link).statusCode()).isEqualTo(200);
    assertThat(get("/api/sessions", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/view/sea", "/studio/studio.js", "/api/settings", "/nothing"})
  void everyAnswerTellsBrowsersWhatItsPagesMayDo(String path) throws Exception {
    MultiMap headers = get(path, "Host", "localhost:81").headers();
    assertThat(headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(headers.get("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(headers.get("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(headers.get("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(headers.get("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(headers.get("Permissions-Policy")).contains("camera=(self)");
    assertThat(headers.get("Content-Security-Policy"))
        .contains("default-src 'self'", "ws://localhost:81 ", "object-src 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void aHeaderCannotBeSmuggledIntoAnAnswer() throws Exception {
    HttpResponse<?> answer = get("/view/a%0d%0aSet-Cookie:%20a=b", "Host", "localhost");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().get("Set-Cookie")).isNull();
  }
}
