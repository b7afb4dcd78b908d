package inkflow.diffusion.engine.loop;

import inkflow.diffusion.EngineMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts device calls and keeps those of the last ten seconds. Any thread. */
public final class DeviceCallMeter implements EngineMetrics {
  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  private record Past(long began, long ended, int unetRows) {}

  private final FairQueue<Frame> queue;
  private final long opened = System.nanoTime();
  private final Deque<Past> turns = new ArrayDeque<>();
  private long rendered;
  private long failed;
  private long outOfMemory;

  public DeviceCallMeter(FairQueue<Frame> queue) {
    this.queue = queue;
  }

  /**
   * @param unetRows 0 if the call was not a denoising step
   */
  public synchronized void turn(long began, long ended, int unetRows) {
    turns.add(new Past(began, ended, unetRows));
    forget(ended);
  }

  public synchronized void rendered(int frames) {
    rendered += frames;
  }

  public synchronized void failed(int frames) {
    failed += frames;
  }

  synchronized void outOfMemory() {
    outOfMemory++;
  }

  private void forget(long now) {
    while (!turns.isEmpty() && now - turns.peek().ended() > WINDOW) {
      turns.poll();
    }
  }

  @Override
  public int waiting() {
    return queue.waiting();
  }

  @Override
  public Duration oldestWait() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        queue.snapshot().stream()
            .mapToLong(frame -> now - frame.times.waitsSince())
            .max()
            .orElse(0));
  }

  @Override
  public synchronized double rowsPerBatch() {
    forget(System.nanoTime());
    return turns.stream().mapToInt(Past::unetRows).filter(rows -> rows > 0).average().orElse(0);
  }

  @Override
  public synchronized double busyShare() {
    long now = System.nanoTime();
    forget(now);
    long since = Math.max(opened, now - WINDOW);
    long busy = turns.stream().mapToLong(t -> t.ended() - Math.max(since, t.began())).sum();
    return Math.min(1, (double) busy / Math.max(1, now - since));
  }

  @Override
  public synchronized long rendered() {
    return rendered;
  }

  @Override
  public synchronized long failed() {
    return failed;
  }

  @Override
  public synchronized long tooLarge() {
    return outOfMemory;
  }
}
