package inkflow.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {
  private static final Restarts SOON = Restarts.always(Duration.ofMillis(2), Duration.ofMillis(8));

  /** What the work meets, one at a time; it fails with what it takes. */
  private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

  private final AtomicInteger attempts = new AtomicInteger();
  private final List<Worker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(Worker::close);
  }

  private Worker started(Restarts restarts, Work work) {
    Worker worker = new Worker("tested", restarts, work);
    workers.add(worker);
    worker.start();
    return worker;
  }

  private void workUntilFault(Progress progress) throws Exception {
    attempts.incrementAndGet();
    progress.working();
    Throwable fault = faults.take();
    if (fault instanceof Error error) {
      throw error;
    }
    throw (Exception) fault;
  }

  private static void until(Worker worker, WorkerState state) throws InterruptedException {
    while (worker.status().state() != state) {
      Thread.sleep(1);
    }
  }

  private void untilAttempt(int number) throws InterruptedException {
    while (attempts.get() < number) {
      Thread.sleep(1);
    }
  }

  @Test
  void isStartedAgainAfterAnExceptionAndAfterAnError() throws Exception {
    Worker worker = started(SOON, this::workUntilFault);
    faults.add(new IllegalStateException("no broker"));
    untilAttempt(2);
    faults.add(new OutOfMemoryError("heap"));
    untilAttempt(3);
    until(worker, WorkerState.WORKING);
    assertThat(worker.status().name()).isEqualTo("tested");
    assertThat(worker.status().restarts()).isEqualTo(2);
    assertThat(worker.status().lastFailure().orElseThrow().cause()).hasMessage("heap");
  }

  @Test
  void isStartingUntilTheWorkSaysThatItWorks() throws Exception {
    CountDownLatch there = new CountDownLatch(1);
    Worker worker =
        started(
            SOON,
            progress -> {
              there.await();
              progress.working();
              new CountDownLatch(1).await();
            });
    until(worker, WorkerState.STARTING);
    there.countDown();
    until(worker, WorkerState.WORKING);
  }

  @Test
  void isPausedBetweenAttemptsAndClosedAtOnce() throws Exception {
    Restarts late = Restarts.always(Duration.ofHours(1), Duration.ofHours(1));
    Worker worker = started(late, this::workUntilFault);
    faults.add(new IllegalStateException("no broker"));
    until(worker, WorkerState.PAUSED);
    assertThat(worker.close(Duration.ofSeconds(5))).isTrue();
    assertThat(worker.status().state()).isEqualTo(WorkerState.ENDED);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void endsForGoodByWhatEndsIt() throws Exception {
    List<Throwable> told = new ArrayList<>();
    Work work =
        new Work() {
          @Override
          public void run(Progress progress) {
            throw new IllegalStateException("the device is gone");
          }

          @Override
          public void failed(Throwable failure) {
            told.add(failure);
          }
        };
    Worker worker = started(Restarts.never(), work);
    worker.awaitEnd();
    assertThat(worker.status().state()).isEqualTo(WorkerState.FAILED);
    assertThat(told)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("the device is gone");
  }

  @Test
  void endsWhenItsWorkIsDone() {
    Worker worker = started(SOON, progress -> attempts.incrementAndGet());
    worker.awaitEnd();
    assertThat(worker.status().state()).isEqualTo(WorkerState.ENDED);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void whatClosingMakesTheWorkThrowIsNoFailure() throws Exception {
    Worker worker = started(SOON, this::workUntilFault);
    untilAttempt(1);
    worker.close();
    assertThat(worker.status().state()).isEqualTo(WorkerState.ENDED);
    assertThat(worker.status().lastFailure()).isEmpty();
  }

  @Test
  void aWorkerThatIsClosedBeforeItStartsDoesNothing() {
    Worker worker = new Worker("tested", SOON, progress -> attempts.incrementAndGet());
    worker.close();
    worker.start();
    worker.awaitEnd();
    assertThat(attempts).hasValue(0);
  }

  @Test
  void aFailureAfterLongWorkPausesAsTheFirstDid() throws Exception {
    Restarts growing = new Restarts(Duration.ofMillis(1), Duration.ofSeconds(1), 0, f -> false);
    Worker worker = started(growing, this::workUntilFault);
    for (int attempt = 1; attempt <= 9; attempt++) {
      untilAttempt(attempt);
      faults.add(new IllegalStateException("again"));
    }
    untilAttempt(10); // The pause before it was 256 ms; the next would be 512.
    TimeUnit.MILLISECONDS.sleep(1050);
    long began = System.nanoTime();
    faults.add(new IllegalStateException("once"));
    untilAttempt(11);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(400));
    assertThat(worker.status().restarts()).isEqualTo(10);
  }

  @Test
  void theThreadHasTheNameAndKeepsNeitherProcessNorClassLoader() throws Exception {
    BlockingQueue<Thread> seen = new LinkedBlockingQueue<>();
    Thread.currentThread().setContextClassLoader(new ClassLoader() {});
    started(SOON, progress -> seen.add(Thread.currentThread()));
    Thread thread = seen.take();
    assertThat(thread.getName()).isEqualTo("tested");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isEqualTo(WorkerTest.class.getClassLoader());
  }
}
