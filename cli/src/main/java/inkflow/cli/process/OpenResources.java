package inkflow.cli.process;

import java.util.EnumMap;
import java.util.Map;

/**
 * The demo's parts that are open. They close in the order of {@link Part}: a part comes before
 * those it uses. A part that is handed over after that, by a start still under way, is closed at
 * once. Any thread.
 */
public final class OpenResources implements AutoCloseable {

  /** In the order they close in. */
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
   * Takes over closing {@code it}.
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

  /** One that can't be closed keeps none of the others open. */
  private static void close(Part part, AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      System.err.println("stopping " + part + ": " + Failures.message(e));
    }
  }
}
