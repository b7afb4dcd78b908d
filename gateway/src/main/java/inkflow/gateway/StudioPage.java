package inkflow.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The page's files, from the class path, each read once. */
final class StudioPage {
  private static final String FOLDER = "/inkflow/gateway/studio/";
  private static final Pattern NAME = Pattern.compile("([a-z0-9-]+/)*[a-z0-9-]+\\.[a-z0-9]+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "png", "image/png");

  private record File(Buffer bytes, String type, String tag) {}

  private final Map<String, File> files = new ConcurrentHashMap<>();

  /** Answers with the file {@code name}; 304 if the client has it, 404 if there is none. */
  void send(HttpServerRequest request, String name) {
    File file = NAME.matcher(name).matches() ? files.computeIfAbsent(name, this::load) : null;
    if (file == null) {
      request.response().setStatusCode(404).end("no such page\n");
      return;
    }
    request.response().putHeader("ETag", file.tag()).putHeader("Cache-Control", "no-cache");
    if (file.tag().equals(request.getHeader("If-None-Match"))) {
      request.response().setStatusCode(304).end();
    } else {
      request.response().putHeader("Content-Type", file.type()).end(file.bytes());
    }
  }

  private File load(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = StudioPage.class.getResourceAsStream(FOLDER + name)) {
      if (in == null || type == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      CRC32 sum = new CRC32();
      sum.update(bytes);
      return new File(Buffer.buffer(bytes), type, "\"" + Long.toHexString(sum.getValue()) + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + FOLDER + name, e);
    }
  }
}
