package inkflow.canvas.objects;

import org.pcollections.PVector;

/**
 * One step of undo or redo: a change to the canvas. Applying it returns the step that reverts it.
 *
 * <p>Others may have drawn since the step was recorded, so a step applies only what is still
 * possible: it skips objects that are already gone or already back, and fields that somebody else
 * has changed since.
 */
public sealed interface Edit {

  /** Approximate bytes it holds. */
  long weight();

  /**
   * A change of the background colour.
   *
   * @param now expected colour; with any other the step is skipped
   */
  public record Background(int now, int then) {
    Background reversed() {
      return new Background(then, now);
    }
  }

  /**
   * One particular object. The id alone is not enough: it may be reused once its object is gone.
   *
   * @param order the object's own
   */
  public record Ref(String objectId, long order) {
    public static Ref to(CanvasObject object) {
      return new Ref(object.objectId(), object.order());
    }

    /** The object; null if it is gone, or if another one has its id now. */
    CanvasObject in(ObjectPile pile) {
      CanvasObject object = pile.get(objectId);
      return object != null && object.order() == order ? object : null;
    }
  }

  /**
   * Takes objects off the canvas.
   *
   * @param background null if it stays as it is
   */
  public record Withdraw(PVector<Ref> objects, Background background) implements Edit {
    @Override
    public long weight() {
      return 64L + 64L * objects.size();
    }
  }

  /**
   * Puts objects back.
   *
   * @param background null if it stays as it is
   */
  public record Restore(PVector<CanvasObject> objects, Background background) implements Edit {
    @Override
    public long weight() {
      return 64L + objects.stream().mapToLong(CanvasObject::weight).sum();
    }
  }

  /**
   * Gives an object another look.
   *
   * @param now expected fields; one that differs from this is left as it is
   */
  public record Relook(Ref object, LookChange now, LookChange then) implements Edit {
    @Override
    public long weight() {
      return 256L;
    }
  }
}
