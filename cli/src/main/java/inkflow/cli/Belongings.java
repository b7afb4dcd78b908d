package inkflow.cli;

import java.util.EnumMap;
import java.util.Map;

/**
 * The demo's parts that were opened and are to be closed, those that lean on others first. Once
 * closed, what comes late, from a start that was still under way, is closed at once. Any thread.
 */
final class Belongings implements AutoCloseable {

  /** In the order they close in. */
  enum Part {
    GATEWAY,
    FLINK,
    ENGINE,
    KAFKA,
    DATA
  }

  private final Map<Part, AutoCloseable> open = new EnumMap<>(Part.class);
  private boolean closed;

  /**
   * Takes over closing {@code it}.
   *
   * @return {@code it}
   */
  <T extends AutoCloseable> T keep(Part part, T it) {
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
    take().forEach(Belongings::close);
  }

  private synchronized Map<Part, AutoCloseable> take() {
    closed = true;
    Map<Part, AutoCloseable> all = new EnumMap<>(open);
    open.clear();
    return all;
  }

  /** One that can't be closed keeps none of the others open. */
  private static void close(Part part, AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      System.err.println("stopping " + part + ": " + Failures.message(e));
    }
  }
}
