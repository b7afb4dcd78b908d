package inkflow.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address. */
public final class Ports {
  private Ports() {}

  /** A port that was free just now; whoever asks should bind it at once. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  /**
   * Refuses a port that someone listens on, before a server gets half-way up and stumbles over it.
   *
   * @param key the option that chooses the port
   * @throws PortTakenException if it cannot be bound
   */
  public static void requireFree(String key, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // A port whose last owner was killed lingers in TIME_WAIT; it is free for us all the same.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    } catch (IOException e) {
      PortTakenException taken = new PortTakenException(key, port);
      taken.initCause(e);
      throw taken;
    }
  }
}
