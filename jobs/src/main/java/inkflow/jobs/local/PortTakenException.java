package inkflow.jobs.local;

/** Another process listens on the port that was asked for. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final int port;

  /**
   * @param key what the port is for, such as "kafka-port"
   */
  public PortTakenException(String key, int port) {
    super(key + ": " + port + " (expected: a port that no other process listens on)");
    this.key = key;
    this.port = port;
  }

  /** The option that chooses another port. */
  public String key() {
    return key;
  }

  public int port() {
    return port;
  }
}
