package inkflow.benchmarks.peers;

/** One of the two that are measured in turns. Not thread-safe. */
interface Side extends AutoCloseable {

  String name();

  /**
   * Loads and warms up what a case needs, so that the next calls are as fast as any.
   *
   * @return multiplications and additions of one call, in 10^9; 0 where it can't tell
   * @throws PeerException where this side can't do the case
   */
  double prepare(Case wanted);

  /** Makes calls of the case prepared last for about so long, at least one: milliseconds each. */
  double[] measure(double seconds);

  @Override
  void close();
}
