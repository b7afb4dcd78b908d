package inkflow.jobs.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterITCase {
  private static final ConcurrentLinkedQueue<Long> FIRST_COUNTS = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  @Test
  void jobGoesOnFromTheNewestCheckpointThatCanBeRestored() throws Exception {
    LocalClusterOptions options = LocalClusterOptions.of(1, folder);
    RetainedCheckpoints retained = new RetainedCheckpoints(options.checkpoints());
    assertThat(runUntilTwoCheckpoints(options)).isEmpty();

    List<Path> left = retained.newestFirst();
    assertThat(runUntilTwoCheckpoints(options)).contains(left.get(0));
    assertThat(FIRST_COUNTS.poll()).isGreaterThan(1);

    Files.write(retained.newestFirst().get(0).resolve("_metadata"), "cut sho".getBytes(UTF_8));
    Path before = retained.newestFirst().get(0);
    assertThat(runUntilTwoCheckpoints(options)).contains(before);
    assertThat(FIRST_COUNTS.poll()).isGreaterThan(1);
  }

  @Test
  void jobThatCannotStartSaysWhy() {
    try (LocalCluster cluster = LocalCluster.start(LocalClusterOptions.of(1, folder))) {
      assertThatThrownBy(() -> cluster.run(() -> broken(cluster.jobConfiguration())))
          .isInstanceOf(LocalJobException.class)
          .hasStackTraceContaining("no such model");
    }
  }

  private Optional<Path> runUntilTwoCheckpoints(LocalClusterOptions options) throws Exception {
    FIRST_COUNTS.clear();
    try (LocalCluster cluster = LocalCluster.start(options)) {
      LocalJob job = cluster.run(() -> counting(cluster.jobConfiguration()));
      Path run = null;
      while (run == null || completed(run) < 2) {
        Thread.sleep(50);
        run = newestRun(options.checkpoints());
        assertThat(job.ended()).isNotCompletedExceptionally();
      }
      return job.restoredFrom();
    }
  }

  private static long completed(Path run) throws IOException {
    try (var files = Files.walk(run, 2)) {
      return files.filter(file -> file.endsWith("_metadata")).count();
    }
  }

  private static Path newestRun(Path checkpoints) throws IOException {
    try (var runs = Files.list(checkpoints)) {
      return runs.max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .orElse(null);
    }
  }

  private static StreamGraph counting(Configuration config) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(1);
    env.enableCheckpointing(500);
    env.fromSequence(1, Long.MAX_VALUE).keyBy(n -> "all").process(new Counter()).uid("counter");
    return env.getStreamGraph();
  }

  private static StreamGraph broken(Configuration config) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.fromSequence(1, Long.MAX_VALUE)
        .setParallelism(1)
        .keyBy(n -> "all")
        .process(new Broken())
        .setParallelism(1);
    return env.getStreamGraph();
  }

  private static final class Counter extends KeyedProcessFunction<String, Long, Long> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
    }

    @Override
    public void processElement(Long n, Context context, Collector<Long> out) throws Exception {
      long now = count.value() == null ? 1 : count.value() + 1;
      count.update(now);
      if (FIRST_COUNTS.isEmpty()) {
        FIRST_COUNTS.add(now);
      }
    }
  }

  private static final class Broken extends KeyedProcessFunction<String, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {
      throw new IllegalStateException("no such model");
    }

    @Override
    public void processElement(Long n, Context context, Collector<Long> out) {}
  }
}
