package inkflow.diffusion.parity;

/** Runs the cases of one kind. */
interface KindRunner {

  /**
   * Does with this engine what the case describes, and notes how it compares.
   *
   * @throws UnsupportedOperationException for what the engine can't do yet, naming it
   * @throws RuntimeException when the case can't be run; its message is the case's fault
   */
  void run(ParityCase golden, Findings findings);
}
