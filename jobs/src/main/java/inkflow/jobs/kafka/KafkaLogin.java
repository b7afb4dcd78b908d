package inkflow.jobs.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.AuthenticationException;

/** Asks the brokers once whether they let these clients in. */
public final class KafkaLogin {
  private static final int LIMIT_SECONDS = 10;

  private KafkaLogin() {}

  /**
   * Returns when a broker has answered, or after ten seconds without one: brokers may start later.
   *
   * @param client settings as every client gets them
   * @throws KafkaLoginException if a broker refused the certificate, the name or the password
   */
  public static void check(String bootstrapServers, Map<String, String> client)
      throws InterruptedException {
    Map<String, Object> config = new HashMap<>(client);
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_SECONDS * 1000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_SECONDS * 1000);
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().clusterId().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthenticationException refused) {
        throw new KafkaLoginException(bootstrapServers, refused);
      }
    } catch (TimeoutException e) {
      // No broker yet: whoever comes next waits for one as long as it likes.
      return;
    }
  }
}
