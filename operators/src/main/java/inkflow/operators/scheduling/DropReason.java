package inkflow.operators.scheduling;

/** Why something was dropped. The name is part of the counter's name. */
public enum DropReason {
  /** An event was refused; its sender has a notice. */
  EVENT_REFUSED("event-refused"),

  /** A camera frame was too large, or its session was beyond the limit of sessions. */
  CAMERA_REFUSED("camera-refused"),

  /** A camera frame was of another source than the session's chosen one. */
  CAMERA_NOT_CHOSEN("camera-not-chosen"),

  /** A camera frame could not be decoded. */
  CAMERA_UNREADABLE("camera-unreadable"),

  /** The camera picture has hardly changed. */
  SIMILAR("similar"),

  /** A frame was finished after one with a higher number. */
  LATE("late"),

  /** The engine's queue was full; the session asks again. */
  QUEUE_FULL("queue-full"),

  /** The engine can't render the session's settings; the last sender has a notice. */
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
