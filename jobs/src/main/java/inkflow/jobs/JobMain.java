package inkflow.jobs;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/**
 * Entry point of the job on a cluster: {@code flink run -c inkflow.jobs.JobMain jobs.jar --key
 * value ...} with the keys of {@link JobOptions}.
 */
public final class JobMain {
  private JobMain() {}

  public static void main(String[] arguments) throws Exception {
    Configuration given = ParameterTool.fromArgs(arguments).getConfiguration();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    InkflowJob.build(env, JobConfig.from(given));
    env.execute(InkflowJob.NAME);
  }
}
