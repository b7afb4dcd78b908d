package inkflow.cli;

import inkflow.cli.options.KafkaOptions;
import inkflow.cli.options.LoggingOptions;
import inkflow.jobs.TopicCreation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inkflow topics}: the topics on a Kafka cluster. */
@Command(
    name = "topics",
    description = "The topics of Inkflow on a Kafka cluster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TopicsCommand.Create.class, HelpCommand.class})
final class TopicsCommand {

  /** {@code inkflow topics create}. */
  @Command(
      name = "create",
      description = "Make the topics that are missing; leave the others as they are.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Mixin KafkaOptions kafka;
    @Mixin LoggingOptions logging;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        defaultValue = "12",
        description =
            "Of each topic; bounds how far sessions can spread. Default: ${DEFAULT-VALUE}.")
    int partitions;

    @Option(
        names = "--replication",
        paramLabel = "N",
        description = "Copies of each record. Default: the brokers' own.")
    Short replication;

    @Override
    public Integer call() throws InterruptedException {
      kafka.checkLogin();
      try (Admin admin = Admin.create(kafka.client())) {
        List<String> made =
            TopicCreation.createMissing(admin, partitions, Optional.ofNullable(replication));
        made.forEach(name -> System.out.println("made " + name));
        if (made.isEmpty()) {
          System.out.println("all topics are there already");
        }
      }
      return 0;
    }
  }
}
