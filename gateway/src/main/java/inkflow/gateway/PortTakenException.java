package inkflow.gateway;

/** Another program uses the gateway's port. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int port;

  PortTakenException(int port, Throwable cause) {
    super("port: " + port + " (expected: a free port; 0 takes any)", cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
