package inkflow.jobs;

import inkflow.jobs.kafka.KafkaLogin;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/**
 * Entry point of the job on a cluster: {@code flink run -c inkflow.jobs.JobMain jobs.jar --key
 * value ...} with the keys of {@link JobOptions}, {@link SettingOptions} and {@link EngineKeys}.
 */
public final class JobMain {
  private JobMain() {}

  public static void main(String[] arguments) throws Exception {
    Configuration given = ParameterTool.fromArgs(arguments).getConfiguration();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config = configOrExit(given);
    KafkaLogin.check(config.kafka().bootstrap(), config.kafka().client());
    InkflowJob.build(env, config);
    env.execute(InkflowJob.NAME);
  }

  /** Reads the configuration; if it is invalid, prints only the problems and exits. */
  private static JobConfig configOrExit(Configuration given) {
    try {
      return JobConfig.from(given);
    } catch (InvalidOptionsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      throw e;
    }
  }
}
