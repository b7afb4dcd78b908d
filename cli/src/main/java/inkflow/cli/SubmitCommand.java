package inkflow.cli;

import inkflow.cli.options.EngineFlags;
import inkflow.cli.options.HostPort;
import inkflow.cli.options.Install;
import inkflow.cli.options.JobSettings;
import inkflow.cli.options.KafkaOptions;
import inkflow.cli.options.LoggingOptions;
import inkflow.jobs.InkflowJob;
import inkflow.jobs.JobConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkflow submit}. */
@Command(
    name = "submit",
    description = {
      "Run the job on a Flink session cluster.",
      "Model files are read by the task managers, so paths are theirs."
    },
    modelTransformer = EngineFlags.class,
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      required = true,
      converter = HostPort.Converter.class,
      description = "The cluster's REST address.")
  HostPort jobmanager;

  @Mixin KafkaOptions kafka;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of each operator. Default: ${DEFAULT-VALUE}.")
  int parallelism;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of the job or of Flink, such as session.steps=4. Repeatable.")
  Map<String, String> settings = Map.of();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job's jar. Default: the one of this installation.")
  Path jar;

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws Exception {
    Configuration job = JobSettings.of(EngineFlags.readRemote(command), kafka.bootstrapServers);
    kafka.addSecurity(job);
    settings.forEach(job::setString);
    JobConfig config = JobConfig.from(job);
    kafka.checkLogin();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createRemoteEnvironment(
            jobmanager.host(), jobmanager.port(), job, jobJar().toString());
    env.setParallelism(parallelism);
    InkflowJob.build(env, config);
    JobClient client = env.executeAsync(InkflowJob.NAME);
    System.out.println("job " + client.getJobID());
    return 0;
  }

  private Path jobJar() {
    Path chosen = jar != null ? jar : Install.jobJar();
    if (!Files.isRegularFile(chosen)) {
      throw new ParameterException(
          command.commandLine(), "--jar: " + chosen + " (expected: the job's jar)");
    }
    return chosen.toAbsolutePath();
  }
}
