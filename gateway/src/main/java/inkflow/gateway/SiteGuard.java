package inkflow.gateway;

import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * Stands before all routes. Refuses what pages of other sites ask for in a visitor's browser, and
 * tells browsers what the gateway's own pages may do.
 *
 * <p>A foreign page reaches this host under a name of its own by DNS rebinding: its {@code Host}
 * and {@code Origin} then agree. So only names are answered that nobody else can have: addresses,
 * {@code localhost}, names without a dot, {@code .local}, and those given as public. Other requests
 * of foreign pages are told by fetch metadata (W3C, {@code Sec-Fetch-Site}). Programs send none of
 * these headers but Host.
 */
final class SiteGuard implements Handler<RoutingContext> {
  private final List<String> publicHosts;
  private final List<String> allowedOrigins;

  SiteGuard(GatewayOptions options) {
    this.publicHosts =
        options.publicHosts().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    this.allowedOrigins = options.allowedOrigins();
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    HostAndPort host = request.authority();
    headers(ctx.response().headers(), host);
    if (host == null || !isOwn(host.host().toLowerCase(Locale.ROOT))) {
      refuse(
          ctx,
          421,
          "Host: "
              + request.getHeader("Host")
              + " (expected: an address, localhost, a name without a dot or in .local, or one given"
              + " with --public-host)");
    } else if (isForeign(request)) {
      refuse(
          ctx,
          403,
          "Sec-Fetch-Site: "
              + request.getHeader("Sec-Fetch-Site")
              + " (expected: "
              + "this host's pages, or programs)");
    } else {
      ctx.next();
    }
  }

  private static void headers(MultiMap headers, HostAndPort host) {
    String sockets = host == null ? "" : " ws://" + host + " wss://" + host;
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("X-Frame-Options", "SAMEORIGIN")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Permissions-Policy", "camera=(self), display-capture=(self), microphone=()")
        .set(
            "Content-Security-Policy",
            "default-src 'self'; connect-src 'self'"
                + sockets
                + "; img-src 'self' blob: data:; media-src 'self' blob: data:; worker-src 'self'"
                + " blob:; object-src 'none'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'self'");
  }

  private boolean isOwn(String host) {
    return NetUtil.isValidIpV4Address(host)
        || host.startsWith("[") // An IPv6 address; no name has brackets.
        || NetUtil.isValidIpV6Address(host)
        || host.indexOf('.') < 0
        || host.endsWith(".localhost")
        || host.endsWith(".local")
        || publicHosts.contains(host);
  }

  /** Whether a page of another site asks, other than by a link that a person follows. */
  private boolean isForeign(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site == null || site.equals("same-origin") || site.equals("none")) {
      return false;
    }
    String origin = request.getHeader("Origin");
    if (allowedOrigins.contains("*") || origin != null && allowedOrigins.contains(origin)) {
      return false;
    }
    return !"document".equals(request.getHeader("Sec-Fetch-Dest"));
  }

  static void refuse(RoutingContext ctx, int status, String message) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(message + "\n");
  }
}
