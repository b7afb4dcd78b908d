package inkflow.cli.process;

import java.time.Duration;

/** On Ctrl-C, closes resources; if that takes too long, the process is ended anyway. */
public final class ShutdownHook {
  private static final Duration LIMIT = Duration.ofMillis(4500);
  private static final int INTERRUPTED = 130;

  private ShutdownHook() {}

  /** Closes {@code open} when the process gets SIGINT or SIGTERM. */
  public static void close(AutoCloseable open) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeInTime(open), "shutdown"));
  }

  private static void closeInTime(AutoCloseable open) {
    Thread closing = new Thread(() -> closeLoudly(open), "shutdown-closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      System.err.println("Not everything stopped in time; ending all the same.");
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }

  private static void closeLoudly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      System.err.println(Failures.message(e));
    }
  }
}
