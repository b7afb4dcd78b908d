package inkflow.gateway;

import inkflow.gateway.editing.EditorSocket;
import inkflow.gateway.editing.InwardBudget;
import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.health.JobWatch;
import inkflow.gateway.health.PartHealth;
import inkflow.gateway.health.Readiness;
import inkflow.gateway.log.EventLog;
import inkflow.gateway.log.KafkaClients;
import inkflow.gateway.log.KafkaEventLog;
import inkflow.gateway.log.KafkaSessionFeed;
import inkflow.gateway.log.SessionFeed;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
  private static final long WATCH_MILLIS = 1000;
  private static final Duration JOB_PATIENCE = Duration.ofSeconds(10);
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
      JobWatch job = new JobWatch(JOB_PATIENCE, System::nanoTime);
      Sessions sessions = new Sessions(loop, metrics, options.cachedSessions(), job);
      Readiness readiness =
          new Readiness(
              List.of(feed::reading, () -> List.of(log.writing()), () -> List.of(job.health())));
      InwardBudget budget = new InwardBudget(options.inwardBytes());
      EditorSocket.Services editing =
          new EditorSocket.Services(
              sessions, log, metrics, clock, budget, options.maxTextMessage());
      GatewayRoutes routes = new GatewayRoutes(vertx, editing, readiness, options);
      HttpServer server = listen(vertx, loop, routes, options);
      watch(loop, sessions, readiness, metrics);
      metrics.gauge(
          "inward.bytes", "bytes of editors that the log lacks", Tags.empty(), budget::taken);
      metrics.gauge(
          "handoff.bytes", "bytes read and not delivered", Tags.empty(), sessions::waitingBytes);
      feed.start(sessions);
      return new Gateway(vertx, server, sessions, loop, log, feed);
    } catch (RuntimeException e) {
      feed.close();
      log.close();
      vertx.close();
      throw e;
    }
  }

  /** Checks the health of all parts once a second, on the loop, for the page and the metrics. */
  private static void watch(
      Context loop, Sessions sessions, Readiness readiness, GatewayMetrics metrics) {
    HealthGauges gauges = new HealthGauges(metrics, readiness.parts());
    loop.owner()
        .setPeriodic(
            WATCH_MILLIS,
            ignored ->
                loop.runOnContext(
                    again -> {
                      List<PartHealth> parts = readiness.parts();
                      gauges.set(parts);
                      sessions.tellHealth(parts);
                    }));
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
                            .connectionHandler(ViolationClose::watch)
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
