package inkflow.cli;

import inkflow.jobs.local.EmbeddedKafka;
import inkflow.jobs.local.EmbeddedKafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker with TLS that asks for a name and a password. */
final class SecureKafka implements AutoCloseable {
  private static final String STORE_PASSWORD = "changeit";
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private final Path folder;
  private final Path store;
  private final EmbeddedKafka broker;

  private SecureKafka(Path folder, Path store) {
    this.folder = folder;
    this.store = store;
    this.broker = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary().withBroker(settings()));
  }

  /**
   * @param folder for its certificate and the clients' files
   */
  static SecureKafka start(Path folder) throws Exception {
    return new SecureKafka(folder, certificate(folder.resolve("kafka.p12")));
  }

  private static Path certificate(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "kafka",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kafka",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool ended with " + keytool.exitValue());
    }
    return store;
  }

  /** The listener keeps its name; TLS and the login are by the protocol it is mapped to. */
  private Map<String, String> settings() {
    return Map.of(
        "listener.security.protocol.map",
        "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.plaintext.plain.sasl.jaas.config",
        LOGIN + " username=\"broker\" password=\"b\" user_broker=\"b\" user_inkflow=\"right\";",
        "ssl.keystore.location",
        store.toString(),
        "ssl.keystore.password",
        STORE_PASSWORD,
        "ssl.truststore.location",
        store.toString(),
        "ssl.truststore.password",
        STORE_PASSWORD);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** A file for {@code --kafka-config}; the password that the broker takes is "right". */
  Path clientFile(String password) throws IOException {
    return Files.writeString(
        folder.resolve(password + ".properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=%s username="inkflow" password="%s";
        ssl.truststore.location=%s
        ssl.truststore.password=%s
        """
            .formatted(LOGIN, password, store, STORE_PASSWORD));
  }

  @Override
  public void close() {
    broker.close();
  }
}
