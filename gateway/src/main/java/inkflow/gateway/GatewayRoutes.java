package inkflow.gateway;

import inkflow.gateway.editing.EditorSocket;
import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.fanout.Heartbeat;
import inkflow.gateway.fanout.MjpegStream;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.fanout.ViewerSocket;
import inkflow.gateway.health.PartHealth;
import inkflow.gateway.health.Readiness;
import inkflow.gateway.messages.ClientMessage;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The HTTP routes. Everything runs on the gateway's event loop. */
final class GatewayRoutes {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MOST_NAME_LENGTH = 64;
  private final Vertx vertx;
  private final Sessions sessions;
  private final GatewayMetrics metrics;
  private final EditorSocket.Services editing;
  private final List<String> allowedOrigins;
  private final StudioPage page = new StudioPage();
  private final SessionsApi api;
  private final SiteGuard guard;
  private final Readiness readiness;

  GatewayRoutes(
      Vertx vertx, EditorSocket.Services editing, Readiness readiness, GatewayOptions options) {
    this.vertx = vertx;
    this.sessions = editing.sessions();
    this.metrics = editing.metrics();
    this.editing = editing;
    this.readiness = readiness;
    this.allowedOrigins = options.allowedOrigins();
    this.guard = new SiteGuard(options);
    this.api = new SessionsApi(sessions, editing.clock());
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().handler(guard);
    router.get("/").handler(ctx -> page.send(ctx.request(), "studio.html"));
    router.get("/view/:id").handler(session(ctx -> page.send(ctx.request(), "view.html")));
    router.get("/studio/*").handler(this::pageFile);
    router.get("/ws/sessions/:id").handler(session(this::edit));
    router.get("/ws/view/:id").handler(session(this::view));
    router.get("/mjpeg/:id").handler(session(this::mjpeg));
    router.get("/api/sessions").handler(api::list);
    router.get("/api/sessions/:id/frame").handler(session(api::frame));
    router.get("/api/models").handler(api::models);
    router.get("/api/settings").handler(api::settings);
    router.get("/healthz").handler(ctx -> ctx.response().end("ok\n"));
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::scrape);
    return router;
  }

  private static Handler<RoutingContext> session(Consumer<RoutingContext> handler) {
    return ctx -> {
      String id = ctx.pathParam("id");
      if (ID.matcher(id).matches()) {
        handler.accept(ctx);
      } else {
        SiteGuard.refuse(ctx, 400, "session: " + id + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
      }
    };
  }

  private void pageFile(RoutingContext ctx) {
    page.send(ctx.request(), ctx.normalizedPath().substring("/studio/".length()));
  }

  private void ready(RoutingContext ctx) {
    List<PartHealth> parts = readiness.parts();
    ctx.response()
        .setStatusCode(Readiness.ill(parts).isEmpty() ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Readiness.json(parts));
  }

  private void scrape(RoutingContext ctx) {
    ctx.response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }

  private void mjpeg(RoutingContext ctx) {
    new MjpegStream(ctx.response(), metrics).open(ctx.pathParam("id"), sessions);
  }

  private void view(RoutingContext ctx) {
    upgrade(ctx, socket -> new ViewerSocket(socket, metrics).open(ctx.pathParam("id"), sessions));
  }

  private void edit(RoutingContext ctx) {
    String clientId = ctx.request().getParam("client", UUID.randomUUID().toString());
    if (!ID.matcher(clientId).matches()) {
      SiteGuard.refuse(
          ctx, 400, "client: " + clientId + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
      return;
    }
    String seq = ctx.request().getParam("seq", "0");
    if (!seq.matches("[0-9]{1,16}") || Long.parseLong(seq) > ClientMessage.MOST_CLIENT_SEQ) {
      SiteGuard.refuse(
          ctx, 400, "seq: " + seq + " (expected: the last acknowledged clientSeq, or 0)");
      return;
    }
    EditorSocket.Client client =
        new EditorSocket.Client(
            ctx.pathParam("id"), clientId, displayName(ctx.request()), Long.parseLong(seq));
    upgrade(ctx, socket -> new EditorSocket(socket, client, editing).open());
  }

  private static String displayName(HttpServerRequest request) {
    String name = request.getParam("name", "").strip();
    return name.isEmpty() ? null : name.substring(0, Math.min(MOST_NAME_LENGTH, name.length()));
  }

  private void upgrade(RoutingContext ctx, Consumer<ServerWebSocket> open) {
    HttpServerRequest request = ctx.request();
    if (!originAllowed(request)) {
      SiteGuard.refuse(
          ctx, 403, "Origin: " + request.getHeader("Origin") + " (expected: this host)");
      return;
    }
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      SiteGuard.refuse(ctx, 426, "Upgrade: missing (expected: websocket)");
      return;
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              Heartbeat.watch(socket, vertx);
              open.accept(socket);
            })
        .onFailure(e -> SiteGuard.refuse(ctx, 400, "websocket: " + e.getMessage()));
  }

  /**
   * Refuses pages of other sites, which must not draw in somebody's session. Programs send no
   * Origin and are allowed.
   */
  private boolean originAllowed(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null || allowedOrigins.contains("*") || allowedOrigins.contains(origin)) {
      return true;
    }
    try {
      return URI.create(origin).getAuthority().equalsIgnoreCase(request.getHeader("Host"));
    } catch (IllegalArgumentException | NullPointerException e) {
      return false;
    }
  }
}
