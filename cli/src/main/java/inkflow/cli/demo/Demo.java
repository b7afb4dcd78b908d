package inkflow.cli.demo;

import inkflow.cli.options.JobSettings;
import inkflow.cli.process.OpenResources;
import inkflow.cli.process.OpenResources.Part;
import inkflow.cli.process.ParallelStart;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.EnginePool;
import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import inkflow.jobs.InkflowJob;
import inkflow.jobs.InvalidOptionsException;
import inkflow.jobs.JobConfig;
import inkflow.jobs.TopicCreation;
import inkflow.jobs.local.EmbeddedKafka;
import inkflow.jobs.local.EmbeddedKafkaOptions;
import inkflow.jobs.local.LocalCluster;
import inkflow.jobs.local.LocalClusterOptions;
import inkflow.jobs.local.LocalJob;
import inkflow.jobs.local.LocalJobException;
import inkflow.jobs.local.Ports;
import inkflow.operators.SettingsGate;
import inkflow.operators.scheduling.SessionOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole system in this process: the real broker, Flink cluster, engine, job and gateway. Its
 * parts start in parallel. Any thread may close it.
 */
public final class Demo implements AutoCloseable {
  private static final int PARTITIONS = 4;

  private final DemoOptions options;
  private final OpenResources resources = new OpenResources();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private EmbeddedKafka kafka;
  private Gateway gateway;
  private LocalJob job;

  public Demo(DemoOptions options) {
    this.options = options;
  }

  /**
   * Starts all parts; returns when it is ready for the first stroke. Must be closed even if this
   * throws.
   *
   * @throws inkflow.jobs.local.PortTakenException if a port is taken
   * @throws InvalidOptionsException if the job can't run with its options, or not with this model
   */
  public void start() {
    // Check before anything is started.
    jobConfig("127.0.0.1:" + options.kafkaPort());
    Ports.requireFree("--port", options.port());
    Ports.requireFree("--kafka-port", options.kafkaPort());
    startParts();
  }

  private void startParts() {
    DataFolder folder = resources.keep(Part.DATA, DataFolder.open(options.data()));
    CompletableFuture<EmbeddedKafka> broker =
        ParallelStart.start("kafka", () -> startKafka(folder));
    CompletableFuture<LocalCluster> flink = ParallelStart.start("flink", () -> startFlink(folder));
    CompletableFuture<RenderEngine> engine = ParallelStart.start("engine", this::openEngine);
    CompletableFuture<Gateway> page =
        ParallelStart.start("gateway", () -> startGateway(broker.join()));
    CompletableFuture<LocalJob> running =
        ParallelStart.start(
            "job",
            () -> {
              RenderEngine loaded = engine.join(); // loaded before the job leases it
              JobConfig config = jobConfig(broker.join().bootstrapServers());
              requireDefaults(config.sessions(), loaded);
              return run(flink.join(), config);
            });
    ParallelStart.join(broker, flink, engine, page, running);
    kafka = broker.join();
    gateway = page.join();
    job = running.join();
  }

  private EmbeddedKafka startKafka(DataFolder folder) {
    EmbeddedKafka broker =
        resources.keep(
            Part.KAFKA,
            EmbeddedKafka.start(
                EmbeddedKafkaOptions.temporary()
                    .withPort(options.kafkaPort())
                    .withData(folder.kafka())));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      TopicCreation.createMissing(admin, PARTITIONS, Optional.empty());
    }
    return broker;
  }

  private LocalCluster startFlink(DataFolder folder) {
    return resources.keep(
        Part.FLINK, LocalCluster.start(LocalClusterOptions.of(slots(), folder.flink())));
  }

  private RenderEngine openEngine() {
    return resources.keep(Part.ENGINE, EnginePool.shared().lease(options.engine()));
  }

  private Gateway startGateway(EmbeddedKafka broker) {
    return resources.keep(
        Part.GATEWAY,
        Gateway.start(
            GatewayOptions.defaults()
                .withHost(options.bind())
                .withPort(options.port())
                .withBootstrapServers(broker.bootstrapServers())));
  }

  private JobConfig jobConfig(String bootstrapServers) {
    Configuration settings = JobSettings.of(options.engine(), bootstrapServers);
    options.job().forEach(settings::setString);
    return JobConfig.from(settings);
  }

  /** Checks the defaults that depend on the model: size, sampler, LoRAs. */
  private static void requireDefaults(SessionOptions sessions, RenderEngine engine) {
    new SettingsGate(sessions.defaults(), sessions.limits(), engine)
        .checkDefaults()
        .ifPresent(
            refusal -> {
              throw new InvalidOptionsException(refusal.message());
            });
  }

  private LocalJob run(LocalCluster flink, JobConfig config) {
    return flink.run(() -> graph(flink, config));
  }

  private static StreamGraph graph(LocalCluster flink, JobConfig config) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(flink.jobConfiguration());
    env.setParallelism(slots());
    InkflowJob.build(env, config);
    return env.getStreamGraph();
  }

  /**
   * Few slots are enough: a session's own work is small compared with the engine's, which has its
   * own threads.
   */
  private static int slots() {
    return Math.max(1, Math.min(PARTITIONS, Runtime.getRuntime().availableProcessors() / 4));
  }

  String url() {
    return gateway.url();
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Whether it continues an earlier run. */
  boolean resumed() {
    return job.restoredFrom().isPresent();
  }

  /** Whether the job ever failed and restarted. */
  public boolean everFaulted() {
    return job.everFaulted();
  }

  /**
   * Waits until the demo is closed.
   *
   * @throws inkflow.jobs.local.LocalJobException if the job ends before that
   */
  void awaitClose() throws InterruptedException {
    CompletableFuture<Void> failed = job.ended().thenRun(Demo::jobIsOver);
    failed.exceptionally(
        e -> {
          over.completeExceptionally(e);
          return null;
        });
    ParallelStart.join(over);
    // The process is shutting down; wait here, so that this thread doesn't set the exit code.
    new CountDownLatch(1).await();
  }

  private static void jobIsOver() {
    throw new LocalJobException("the job ended (expected: it runs until the demo stops)", null);
  }

  /** Stops all parts and releases the data folder; takes less than five seconds. */
  @Override
  public void close() {
    over.complete(null);
    resources.close();
  }
}
