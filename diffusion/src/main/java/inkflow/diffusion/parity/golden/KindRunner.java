package inkflow.diffusion.parity.golden;

/** Runs the cases of one kind. */
public interface KindRunner {

  /**
   * Runs what the case describes with this engine, and records the comparisons.
   *
   * @throws UnsupportedOperationException for what the engine can't do yet, naming it
   * @throws RuntimeException when the case can't be run; its message is recorded as a fault
   */
  void run(ParityCase golden, Findings findings);
}
