package inkflow.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /** A port that is free at the moment; bind it soon. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  /**
   * Checks that a port is free, before a server is half started and fails to bind it.
   *
   * @param key the option that sets the port
   * @throws PortTakenException if it cannot be bound
   */
  public static void requireFree(String key, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // After its last owner was killed, a port stays in TIME_WAIT, but we can bind it.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    } catch (IOException e) {
      PortTakenException taken = new PortTakenException(key, port);
      taken.initCause(e);
      throw taken;
    }
  }
}
