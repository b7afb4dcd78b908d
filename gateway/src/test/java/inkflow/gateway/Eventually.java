package inkflow.gateway;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for an assertion to hold. */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Eventually() {}

  public static void eventually(ThrowingCallable assertion) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      Thread.sleep(10);
    }
  }
}
