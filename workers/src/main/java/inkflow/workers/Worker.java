package inkflow.workers;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long-lived thread that doesn't die unheard. It has a name, does its {@link Work} again after a
 * failure as its {@link Restarts} say, and tells how it is. It ends when its work returns, when it
 * is closed, or by a failure that ends it for good. Safe for use by several threads.
 *
 * <p>The thread keeps neither the process nor the class loader of whoever started it.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final String name;
  private final Restarts restarts;
  private final Work work;
  private final Clock clock;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile WorkerStatus status;

  // Of the worker's thread.
  private long workingSince;
  private long restarted;
  private Optional<WorkerStatus.Failure> lastFailure = Optional.empty();

  /**
   * Makes a worker; {@link #start} starts it.
   *
   * @param name of the thread, and what {@link #status} calls it
   */
  public Worker(String name, Restarts restarts, Work work) {
    this(name, restarts, work, Clock.systemUTC());
  }

  Worker(String name, Restarts restarts, Work work, Clock clock) {
    this.name = name;
    this.restarts = restarts;
    this.work = work;
    this.clock = clock;
    this.status = new WorkerStatus(name, WorkerState.NEW, 0, Optional.empty());
    this.thread = new Thread(null, this::run, name, 0, false);
    thread.setContextClassLoader(work.getClass().getClassLoader());
    thread.setDaemon(true);
  }

  /** Starts the thread; once. */
  public void start() {
    thread.start();
  }

  /** How it is now. */
  public WorkerStatus status() {
    return status;
  }

  /** Whether the calling thread is this worker's. */
  public boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  private void run() {
    int failures = 0;
    while (!stopping()) {
      Throwable failure = attempt();
      if (failure == null) {
        break;
      }
      if (!stopping() && restarts.endsIt().test(failure)) {
        end(failure);
        return;
      }
      failures = workedLong() ? 1 : failures + 1;
      pause(failure, restarts.pause(failures, ThreadLocalRandom.current().nextDouble()));
    }
    become(WorkerState.ENDED);
  }

  /** Null when the work returned. */
  @SuppressWarnings("InterruptedExceptionSwallowed") // It is what `wake` does to end the work.
  private Throwable attempt() {
    workingSince = Long.MAX_VALUE;
    become(WorkerState.STARTING);
    try {
      work.run(progress);
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private final Progress progress =
      new Progress() {
        @Override
        public void working() {
          if (status.state() == WorkerState.STARTING) {
            workingSince = System.nanoTime();
            become(WorkerState.WORKING);
          }
        }

        @Override
        public boolean stopping() {
          return Worker.this.stopping();
        }
      };

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private boolean workedLong() {
    return workingSince != Long.MAX_VALUE
        && System.nanoTime() - workingSince >= restarts.longest().toNanos();
  }

  private void pause(Throwable failure, Duration pause) {
    if (stopping()) {
      return; // What `wake` made the work throw is no failure.
    }
    LOG.warn("{} failed and starts again in {} ms", name, pause.toMillis(), failure);
    become(WorkerState.PAUSED, failure);
    Thread.interrupted(); // The next attempt must not find what was meant for this one.
    try {
      stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Woken: it is stopping.
    }
    restarted++;
  }

  private void end(Throwable failure) {
    LOG.error("{} failed and is not started again", name, failure);
    become(WorkerState.FAILED, failure);
    work.failed(failure);
  }

  private void become(WorkerState state, Throwable failure) {
    lastFailure = Optional.of(new WorkerStatus.Failure(failure, clock.instant()));
    become(state);
  }

  private void become(WorkerState state) {
    status = new WorkerStatus(name, state, restarted, lastFailure);
  }

  /** Asks it to stop; it ends some time later. */
  public void stop() {
    stop.countDown();
    if (thread.isAlive()) {
      work.wake(thread);
    }
  }

  /** Waits until its thread is gone, however long, also where the caller is interrupted. */
  public void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive() && !isCurrentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops it and waits for its end.
   *
   * @return whether it ended within {@code longest}
   */
  public boolean close(Duration longest) {
    stop();
    try {
      if (!isCurrentThread()) {
        thread.join(longest.toMillis());
      }
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops it and waits for its end, however long. */
  @Override
  public void close() {
    stop();
    awaitEnd();
  }
}
