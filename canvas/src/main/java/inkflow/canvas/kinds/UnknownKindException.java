package inkflow.canvas.kinds;

/** A record of an object is of no kind that this version knows. */
public final class UnknownKindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownKindException(Object record) {
    super(
        "object: "
            + (record == null ? "null" : record.getClass().getSimpleName())
            + " (expected: a kind of object that this version knows)");
  }
}
