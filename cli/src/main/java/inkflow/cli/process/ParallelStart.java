package inkflow.cli.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Runs start tasks in parallel, each on a thread with its name. */
public final class ParallelStart {
  private ParallelStart() {}

  public static <T> CompletableFuture<T> start(String name, Supplier<T> starting) {
    CompletableFuture<T> part = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(part, starting), "start-" + name);
    thread.setDaemon(true);
    thread.start();
    return part;
  }

  private static <T> void complete(CompletableFuture<T> part, Supplier<T> starting) {
    try {
      part.complete(starting.get());
    } catch (CompletionException e) {
      part.completeExceptionally(e.getCause());
    } catch (RuntimeException | Error e) {
      part.completeExceptionally(e);
    }
  }

  /** Waits for all, or for the first that fails, and rethrows its exception. */
  public static void join(CompletableFuture<?>... parts) {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (CompletableFuture<?> part : parts) {
      part.exceptionally(
          e -> {
            failed.completeExceptionally(e);
            return null;
          });
    }
    try {
      CompletableFuture.anyOf(CompletableFuture.allOf(parts), failed).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
