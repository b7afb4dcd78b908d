package inkflow.operators.scheduling;

/** Why something that was asked for was not done. The name is part of the counter's. */
public enum DropReason {
  /** An event was refused; its sender has a notice. */
  EVENT_REFUSED("event-refused"),

  /** A camera frame was too large, or of a session that there was no room for. */
  CAMERA_REFUSED("camera-refused"),

  /** A camera frame could not be decoded. */
  CAMERA_UNREADABLE("camera-unreadable"),

  /** The camera shows what it showed before. */
  SIMILAR("similar"),

  /** A frame was done after one with a higher number. */
  LATE("late"),

  /** The engine had no room; the session asks again. */
  QUEUE_FULL("queue-full"),

  /** The engine can't do what a session asks for; its last sender has a notice. */
  REFUSED("refused"),

  /** A render failed; its session's last sender has a notice. */
  FAILED("failed");

  private final String id;

  DropReason(String id) {
    this.id = id;
  }

  /** Its name in metrics. */
  public String id() {
    return id;
  }
}
