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
 * A supervised long-lived thread. It has a name, runs its {@link Work} again after a failure by the
 * rules of its {@link Restarts}, and reports its status. It ends when its work returns, when it is
 * closed, or after a failure without restart. Thread-safe.
 *
 * <p>It is a daemon thread and holds no reference to the class loader of its starter.
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

  // Used only by the worker's thread.
  private long workingSince;
  private boolean everWorked;
  private long restarted;
  private Optional<WorkerStatus.Failure> lastFailure = Optional.empty();

  /**
   * A worker that is not started yet.
   *
   * @param name name of the thread and in {@link #status}
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

  /** Its current status. */
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

  /** Runs the work once; null if it returned, else its failure. */
  @SuppressWarnings("InterruptedExceptionSwallowed") // `wake` interrupts to end the work
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
          everWorked = true;
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
      return; // An exception caused by `wake` is not a failure.
    }
    LOG.warn("{} failed and starts again in {} ms", name, pause.toMillis(), failure);
    become(WorkerState.PAUSED, failure);
    Thread.interrupted(); // The next attempt must not see this one's interrupt.
    try {
      stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Interrupted by `wake`: it is stopping.
    }
    restarted++;
  }

  private void end(Throwable failure) {
    if (everWorked) {
      LOG.error("{} failed and is not started again", name, failure);
    } else {
      LOG.debug("{} could not start; whoever started it is told", name, failure);
    }
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

  /** Asks it to stop; doesn't wait for its end. */
  public void stop() {
    stop.countDown();
    if (thread.isAlive()) {
      work.wake(thread);
    }
  }

  /** Waits until its thread has ended, without a limit, even if the caller is interrupted. */
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

  /** Stops it and waits for its end, without a limit. */
  @Override
  public void close() {
    stop();
    awaitEnd();
  }
}
