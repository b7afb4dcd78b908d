package inkflow.operators.events;

import inkflow.operators.Refusal;

/** An event that is not applied; its sender gets a notice with the reason. */
public final class EventRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Refusal refusal;

  EventRefusedException(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
