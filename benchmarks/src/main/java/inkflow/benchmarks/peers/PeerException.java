package inkflow.benchmarks.peers;

/** A peer can't do what it was asked for; the others go on. */
final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }
}
