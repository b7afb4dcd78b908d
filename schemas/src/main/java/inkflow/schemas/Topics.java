package inkflow.schemas;

/** The names of Inkflow's topics. Other programs use them too. */
public final class Topics {
  public static final String SKETCH_EVENTS = "sketch-events";
  public static final String CAMERA_FRAMES = "camera-frames";
  public static final String GENERATED_FRAMES = "generated-frames";
  public static final String SESSION_UPDATES = "session-updates";
  public static final String DEAD_LETTERS = "dead-letters";

  /** Compacted, one partition: the last record is what the job's model can do. */
  public static final String ENGINE_CAPABILITIES = "engine-capabilities";

  private Topics() {}
}
