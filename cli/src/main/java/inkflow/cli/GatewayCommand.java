package inkflow.cli;

import inkflow.cli.options.KafkaOptions;
import inkflow.cli.options.LoggingOptions;
import inkflow.cli.process.ShutdownHook;
import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inkflow gateway}. */
@Command(
    name = "gateway",
    description = "Run the page and its sockets alone, beside a Kafka and a job elsewhere.",
    mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {
  @Mixin KafkaOptions kafka;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}, every one.")
  String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where the page is; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--public-host",
      paramLabel = "NAME",
      description =
          "A name that browsers reach it under, such as draw.example.org. Repeatable. Addresses,"
              + " localhost, names without a dot and in .local need none.")
  List<String> publicHosts = List.of();

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws InterruptedException {
    kafka.checkLogin();
    GatewayOptions options =
        GatewayOptions.defaults()
            .withHost(host)
            .withPort(port)
            .withPublicHosts(publicHosts)
            .withBootstrapServers(kafka.bootstrapServers)
            .withKafkaProperties(kafka.security());
    Gateway gateway = Gateway.start(options);
    ShutdownHook.close(gateway);
    System.out.println("The gateway is ready: " + gateway.url());
    new CountDownLatch(1).await();
    return 0;
  }
}
