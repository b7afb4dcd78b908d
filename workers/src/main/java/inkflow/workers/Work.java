package inkflow.workers;

/** What a {@link Worker} does on its thread. */
@FunctionalInterface
public interface Work {
  /**
   * Works until it is asked to stop or is done for good, then returns. Called anew after a failure,
   * so what it opens it closes before it throws.
   *
   * @throws Exception a failure, which {@link Restarts} judge; {@link Error}s too
   */
  void run(Progress progress) throws Exception;

  /** Makes {@link #run} return soon, after {@link Progress#stopping} became true. Any thread. */
  default void wake(Thread thread) {
    thread.interrupt();
  }

  /** It failed and is not started again. Called on the worker's thread, last of all. */
  default void failed(Throwable failure) {}
}
