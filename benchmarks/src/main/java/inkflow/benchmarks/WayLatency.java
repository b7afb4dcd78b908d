package inkflow.benchmarks;

import inkflow.GeneratedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the latency of an event: from its append to {@code sketch-events} until its frame is
 * read from {@code generated-frames}, in total and without the engine's time, which the frame
 * reports. Run it against a running system, such as {@code inkflow demo --kafka-port 9092}.
 *
 * <p>Each session moves a disc at a fixed interval that is longer than a frame takes, so an event
 * never waits for an earlier frame of its own session; several sessions together keep the engine
 * busy.
 */
@Command(
    name = "way-latency",
    mixinStandardHelpOptions = true,
    description = "Percentiles of event-to-frame time, with and without the engine's own.")
public final class WayLatency implements Callable<Integer> {

  @Option(names = "--kafka", defaultValue = "127.0.0.1:9092", description = "bootstrap servers")
  private String kafka;

  @Option(names = "--sessions", defaultValue = "1", description = "drawing at once")
  private int sessions;

  @Option(names = "--every", defaultValue = "PT0.15S", description = "beat of a session's events")
  private Duration beat;

  @Option(names = "--seconds", defaultValue = "30", description = "measured, after a warm-up")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "seconds not counted")
  private int warmUp;

  @Option(names = "--size", defaultValue = "128", description = "pixels of a side")
  private int size;

  @Option(names = "--steps", defaultValue = "2", description = "inference steps")
  private int steps;

  private final Histogram whole = micros();
  private final Histogram engine = micros();
  private final Histogram outside = micros();
  private final Histogram arrival = micros();
  private final Histogram drawing = micros();
  private final Histogram leaving = micros();

  public static void main(String[] args) {
    System.exit(new CommandLine(new WayLatency()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (FrameReader frames = new FrameReader(kafka)) {
      List<MovingDisc> discs = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        discs.add(new MovingDisc(kafka, "way-" + i + "-" + System.nanoTime(), size, steps));
      }
      long counted = System.nanoTime() + Duration.ofSeconds(warmUp).toNanos();
      long end = counted + Duration.ofSeconds(seconds).toNanos();
      Map<String, MovingDisc> bySession =
          discs.stream().collect(Collectors.toMap(MovingDisc::session, disc -> disc));
      Thread reader = new Thread(() -> read(frames, bySession, counted, end), "frames");
      reader.start();
      drive(discs, end);
      reader.join();
      discs.forEach(MovingDisc::close);
    }
    report();
    return whole.getTotalCount() == 0 ? 1 : 0;
  }

  private void drive(List<MovingDisc> discs, long end) throws InterruptedException {
    long gap = beat.toNanos() / discs.size();
    long next = System.nanoTime();
    for (int i = 0; System.nanoTime() < end; i++) {
      discs.get(i % discs.size()).move();
      next += gap;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
    }
  }

  private void read(FrameReader frames, Map<String, MovingDisc> discs, long counted, long end) {
    while (System.nanoTime() < end) {
      for (FrameReader.Arrived arrived : frames.poll()) {
        MovingDisc disc = discs.get(arrived.frame().getSessionId());
        if (disc != null && System.nanoTime() >= counted) {
          count(disc, arrived);
        }
      }
    }
  }

  private void count(MovingDisc disc, FrameReader.Arrived arrived) {
    GeneratedFrame frame = arrived.frame();
    long sent = disc.sentMicros(frame);
    long total = arrived.atMicros() - sent;
    long inEngine =
        frame.getQueueMicros()
            + frame.getTextMicros()
            + frame.getEncodeMicros()
            + frame.getDenoiseMicros()
            + frame.getDecodeMicros();
    whole.recordValue(Math.max(0, total));
    engine.recordValue(inEngine);
    outside.recordValue(Math.max(0, total - inEngine));
    arrival.recordValue(Math.max(0, FrameReader.micros(frame.getReceivedAt()) - sent));
    drawing.recordValue(frame.getImageMicros());
    leaving.recordValue(
        Math.max(0, arrived.atMicros() - FrameReader.micros(frame.getRenderedAt())));
  }

  private void report() {
    System.out.printf(
        "%d session(s), an event each %d ms, %d px, %d steps, %d frames counted%n",
        sessions, beat.toMillis(), size, steps, whole.getTotalCount());
    System.out.printf("%-34s %8s %8s %8s %8s%n", "ms", "p50", "p95", "p99", "max");
    row("event to frame", whole);
    row("engine (queue to decoded)", engine);
    row("outside the engine", outside);
    row("  event to operator", arrival);
    row("  canvas and picture bytes", drawing);
    row("  decoded to readable", leaving);
  }

  private static void row(String name, Histogram h) {
    System.out.printf(
        "%-34s %8.1f %8.1f %8.1f %8.1f%n",
        name,
        h.getValueAtPercentile(50) / 1e3,
        h.getValueAtPercentile(95) / 1e3,
        h.getValueAtPercentile(99) / 1e3,
        h.getMaxValue() / 1e3);
  }

  private static Histogram micros() {
    return new Histogram(3);
  }
}
