package inkflow.cli.process;

import java.util.EnumMap;
import java.util.Map;

/**
 * The demo's open parts. They are closed in the order of {@link Part}: each part before those it
 * uses. A part that is registered after {@link #close}, by a start still in progress, is closed at
 * once. Any thread.
 */
public final class OpenResources implements AutoCloseable {

  /** In the order of closing. */
  public enum Part {
    GATEWAY,
    FLINK,
    ENGINE,
    KAFKA,
    DATA
  }

  private final Map<Part, AutoCloseable> open = new EnumMap<>(Part.class);
  private boolean closed;

  /**
   * Registers {@code it} to be closed.
   *
   * @return {@code it}
   */
  public <T extends AutoCloseable> T keep(Part part, T it) {
    synchronized (this) {
      if (!closed) {
        open.put(part, it);
        return it;
      }
    }
    close(part, it);
    throw new IllegalStateException(part + " was stopped while it started");
  }

  @Override
  public void close() {
    take().forEach(OpenResources::close);
  }

  private synchronized Map<Part, AutoCloseable> take() {
    closed = true;
    Map<Part, AutoCloseable> all = new EnumMap<>(open);
    open.clear();
    return all;
  }

  /** Closes one part; if that fails, the others are still closed. */
  private static void close(Part part, AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      System.err.println("stopping " + part + ": " + Failures.message(e));
    }
  }
}
