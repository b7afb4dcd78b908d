package inkflow.benchmarks.peers;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Us and one peer at one case, measured in turns.
 *
 * @param ours milliseconds of a call, the median over all turns; as {@code theirs}
 * @param gigaflop of one call; 0 if unknown
 */
record Duel(String peer, Case subject, double ours, double theirs, double gigaflop) {

  /** Theirs by ours: above 1 we are faster. */
  double ratio() {
    return theirs / ours;
  }

  /**
   * Prepares both and lets them take turns.
   *
   * @param turns of each
   * @param seconds of a turn
   */
  static Duel fight(Side us, Side peer, Case subject, int turns, double seconds) {
    double work = peer.prepare(subject);
    us.prepare(subject);
    DoubleStream ours = DoubleStream.empty();
    DoubleStream theirs = DoubleStream.empty();
    for (int i = 0; i < turns; i++) {
      ours = DoubleStream.concat(ours, Arrays.stream(us.measure(seconds)));
      theirs = DoubleStream.concat(theirs, Arrays.stream(peer.measure(seconds)));
    }
    return new Duel(peer.name(), subject, median(ours), median(theirs), work);
  }

  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
