package inkflow.gateway;

import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.log.EventLog;
import inkflow.gateway.log.KafkaClients;
import inkflow.gateway.log.KafkaEventLog;
import inkflow.gateway.log.KafkaSessionFeed;
import inkflow.gateway.log.SessionFeed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running gateway: HTTP and WebSocket on one port, Kafka behind it. Thread-safe; everything
 * inside runs on one event loop.
 */
public final class Gateway implements AutoCloseable {
  private static final int SEND_BUFFER_BYTES = 256 << 10;
  private static final int RECORD_AROUND_PICTURE = 64 << 10;
  private static final long CLOSE_MILLIS = 300;
  private final Vertx vertx;
  private final HttpServer server;
  private final Sessions sessions;
  private final Context loop;
  private final EventLog log;
  private final SessionFeed feed;

  private Gateway(
      Vertx vertx,
      HttpServer server,
      Sessions sessions,
      Context loop,
      EventLog log,
      SessionFeed feed) {
    this.vertx = vertx;
    this.server = server;
    this.sessions = sessions;
    this.loop = loop;
    this.log = log;
    this.feed = feed;
  }

  /**
   * Starts a gateway on Kafka; returns when it accepts connections.
   *
   * @throws PortTakenException if another program uses the port
   * @throws IllegalStateException if the broker or its topics cannot be found within 30 seconds
   */
  public static Gateway start(GatewayOptions options) {
    KafkaClients kafka = options.kafka();
    return start(
        options,
        new KafkaEventLog(kafka, options.maxBinaryMessage() + RECORD_AROUND_PICTURE),
        new KafkaSessionFeed(kafka, options.backfillFrames()));
  }

  /** Starts a gateway on this log and feed, and takes ownership of both. */
  public static Gateway start(GatewayOptions options, EventLog log, SessionFeed feed) {
    Clock clock = Clock.systemUTC();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      Context loop = vertx.getOrCreateContext();
      GatewayMetrics metrics = new GatewayMetrics(clock);
      Sessions sessions = new Sessions(loop, metrics, options.cachedSessions());
      GatewayRoutes routes = new GatewayRoutes(vertx, sessions, log, metrics, clock, options);
      HttpServer server = listen(vertx, loop, routes, options);
      feed.start(sessions);
      return new Gateway(vertx, server, sessions, loop, log, feed);
    } catch (RuntimeException e) {
      feed.close();
      log.close();
      vertx.close();
      throw e;
    }
  }

  private static HttpServer listen(
      Vertx vertx, Context loop, GatewayRoutes routes, GatewayOptions options) {
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            // Small, because a picture in the kernel's buffer can't be replaced by a newer one.
            .setSendBufferSize(SEND_BUFFER_BYTES)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxWebSocketFrameSize(options.maxBinaryMessage())
            .setMaxWebSocketMessageSize(options.maxBinaryMessage());
    Future<HttpServer> listening =
        Future.future(
            done ->
                loop.runOnContext(
                    ignored ->
                        vertx
                            .createHttpServer(http)
                            .requestHandler(routes.router())
                            .listen()
                            .onComplete(done)));
    try {
      return listening.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BindException) {
        throw new PortTakenException(options.port(), e.getCause());
      }
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Where the page is, for a browser on this machine. */
  public String url() {
    return "http://localhost:" + port() + "/";
  }

  /**
   * Closes all connections, writes a Leave for each editor and closes the Kafka clients; takes less
   * than a second. Acknowledged events are in the log; clients resend the others to another
   * gateway.
   */
  @Override
  public void close() {
    loop.runOnContext(ignored -> sessions.goAway());
    await(server.shutdown(CLOSE_MILLIS, TimeUnit.MILLISECONDS));
    feed.close();
    log.close();
    await(vertx.close());
  }

  private static void await(Future<?> closing) {
    try {
      closing.toCompletionStage().toCompletableFuture().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Continue closing the rest; no data is lost here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
