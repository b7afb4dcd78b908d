package inkflow.cli.libtorch;

/** The libtorch for GPUs can't be had. The message says why, and what to do about it. */
public final class FetchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FetchException(String message) {
    super(message);
  }
}
