package inkflow.jobs.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Kafka settings for a single small broker that is also the controller. */
final class BrokerConfig {
  private BrokerConfig() {}

  /**
   * @param own settings that come on top of all others
   */
  static Properties of(int brokerPort, int controllerPort, Path data, Map<String, String> own) {
    Properties props = new Properties();
    listeners(props, brokerPort, controllerPort);
    singleCopies(props);
    small(props);
    props.setProperty("log.dirs", data.toAbsolutePath().toString());
    props.putAll(own);
    return props;
  }

  private static void listeners(Properties props, int brokerPort, int controllerPort) {
    props.setProperty("process.roles", "broker,controller");
    props.setProperty("node.id", "1");
    props.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    props.setProperty("controller.listener.names", "CONTROLLER");
    props.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    String broker = "PLAINTEXT://127.0.0.1:" + brokerPort;
    props.setProperty("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
    props.setProperty("advertised.listeners", broker);
  }

  private static void singleCopies(Properties props) {
    props.setProperty("default.replication.factor", "1");
    props.setProperty("offsets.topic.replication.factor", "1");
    props.setProperty("offsets.topic.num.partitions", "1");
    props.setProperty("transaction.state.log.replication.factor", "1");
    props.setProperty("transaction.state.log.min.isr", "1");
    props.setProperty("transaction.state.log.num.partitions", "1");
    props.setProperty("share.coordinator.state.topic.replication.factor", "1");
    props.setProperty("share.coordinator.state.topic.min.isr", "1");
    props.setProperty("share.coordinator.state.topic.num.partitions", "1");
  }

  private static void small(Properties props) {
    props.setProperty("auto.create.topics.enable", "false");
    props.setProperty("group.initial.rebalance.delay.ms", "0");
    props.setProperty("num.network.threads", "1");
    props.setProperty("num.io.threads", "2");
    props.setProperty("num.recovery.threads.per.data.dir", "1");
    props.setProperty("background.threads", "2");
    props.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    props.setProperty("log.index.size.max.bytes", "1048576");
    // There is no other broker to move partitions to, so a controlled shutdown would only take
    // longer.
    props.setProperty("controlled.shutdown.enable", "false");
  }
}
