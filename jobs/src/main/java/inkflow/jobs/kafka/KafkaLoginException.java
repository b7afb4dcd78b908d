package inkflow.jobs.kafka;

import org.apache.kafka.common.errors.AuthenticationException;

/** Kafka refused the certificate, the name or the password of a client. */
public final class KafkaLoginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaLoginException(String bootstrapServers, AuthenticationException refused) {
    super(
        "Kafka at "
            + bootstrapServers
            + " refused the login: "
            + refused.getMessage()
            + " (expected: settings of "
            + KafkaClientFile.KEY
            + " that the brokers take)",
        refused);
  }
}
