package inkflow.jobs.local;

/** Another process uses the requested port. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final int port;

  /**
   * @param key option that sets the port, such as "kafka-port"
   */
  public PortTakenException(String key, int port) {
    super(key + ": " + port + " (expected: a port that no other process listens on)");
    this.key = key;
    this.port = port;
  }

  /** The option with which a user can choose another port. */
  public String key() {
    return key;
  }

  public int port() {
    return port;
  }
}
