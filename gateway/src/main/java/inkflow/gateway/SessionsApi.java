package inkflow.gateway;

import inkflow.gateway.fanout.Session;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.messages.ModelCard;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.RecordJson;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;

/** The small HTTP API beside the sockets. Runs on the gateway's event loop. */
final class SessionsApi {
  private final Sessions sessions;
  private final Clock clock;
  private final String settings = DeclaredSettings.json().toString();

  SessionsApi(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Lists the sessions that are open here or had a picture recently. */
  void list(RoutingContext ctx) {
    StringWriter text = new StringWriter();
    try (var out = RecordJson.MAPPER.createGenerator(text)) {
      out.writeStartArray();
      for (String id : sessions.ids()) {
        out.writeRawValue(describe(id));
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory", e);
    }
    json(ctx, text.toString());
  }

  private String describe(String id) {
    Session session = sessions.openSession(id);
    PictureFrame frame = sessions.newestFrame(id);
    return RecordJson.object(
        out -> {
          out.writeStringField("id", id);
          out.writeNumberField("editors", session == null ? 0 : session.editors());
          out.writeNumberField("viewers", session == null ? 0 : session.viewers());
          if (frame != null) {
            out.writeNumberField("lastFrameNumber", frame.frameNumber());
            out.writeNumberField(
                "lastFrameAgeMillis",
                Duration.between(frame.renderedAt(), clock.instant()).toMillis());
          }
        });
  }

  /** Sends the newest picture of a session. */
  void frame(RoutingContext ctx) {
    PictureFrame frame = sessions.newestFrame(ctx.pathParam("id"));
    if (frame == null) {
      ctx.response().setStatusCode(404).end("no picture yet\n");
      return;
    }
    ctx.response()
        .putHeader("Content-Type", frame.contentType())
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Frame-Number", Long.toString(frame.frameNumber()))
        .putHeader("X-Canvas-Offset", Long.toString(frame.canvasOffset()))
        .end(frame.image());
  }

  /** Sends what the job's model can do; 503 until the job has reported it. */
  void models(RoutingContext ctx) {
    ModelCard model = sessions.model();
    if (model == null) {
      ctx.response()
          .setStatusCode(503)
          .putHeader("Retry-After", "1")
          .end("no job has said yet what its model can do\n");
      return;
    }
    json(ctx, model.json());
  }

  /** Sends the declared settings. */
  void settings(RoutingContext ctx) {
    json(ctx, settings);
  }

  private static void json(RoutingContext ctx, String text) {
    ctx.response().putHeader("Content-Type", "application/json").end(text);
  }
}
