package inkflow.benchmarks.peers;

import java.util.stream.DoubleStream;

/** Times calls one by one. */
final class Calls {
  private static final int WARM_UP = 3;
  private static final double WARM_UP_SECONDS = 1.5;

  private Calls() {}

  /** Some calls, and for so long that Java has compiled what is hot. */
  static void warmUp(Runnable call) {
    for (int i = 0; i < WARM_UP; i++) {
      call.run();
    }
    var unused = measure(call, WARM_UP_SECONDS);
  }

  /** Milliseconds of each call, of which the first is made whatever it takes. */
  static double[] measure(Runnable call, double seconds) {
    long end = System.nanoTime() + (long) (1e9 * seconds);
    DoubleStream.Builder times = DoubleStream.builder();
    do {
      long began = System.nanoTime();
      call.run();
      times.add((System.nanoTime() - began) / 1e6);
    } while (System.nanoTime() < end);
    return times.build().toArray();
  }
}
