package inkflow.workers;

/** The task of a {@link Worker}, run on its thread. */
@FunctionalInterface
public interface Work {
  /**
   * Works until it must stop or is finished, then returns. Called again after a failure, so it must
   * close what it opened before it throws.
   *
   * @throws Exception a failure; {@link Restarts} decides whether it is called again, also for an
   *     {@link Error}
   */
  void run(Progress progress) throws Exception;

  /** Makes {@link #run} return soon, after {@link Progress#stopping} became true. Any thread. */
  default void wake(Thread thread) {
    thread.interrupt();
  }

  /**
   * Called after a failure if it is not restarted, as the last action of the worker's thread. The
   * only report of it if it never worked: tell whoever started it. A later one is logged too.
   */
  default void failed(Throwable failure) {}
}
