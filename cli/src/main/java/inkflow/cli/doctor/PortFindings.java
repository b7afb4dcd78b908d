package inkflow.cli.doctor;

import inkflow.jobs.local.PortTakenException;
import inkflow.jobs.local.Ports;
import java.util.Map;

/** Looks at the ports that the demo listens on. */
final class PortFindings {
  private PortFindings() {}

  /**
   * @param key the demo's option for another port
   */
  static Finding of(String key, int port) {
    String name = key.substring(2);
    try {
      Ports.requireFree(key, port);
      return Finding.good(name, port + " is free", Map.of("port", port));
    } catch (PortTakenException e) {
      return Finding.fault(name, e.getMessage() + "; choose another with " + key + " N");
    }
  }
}
