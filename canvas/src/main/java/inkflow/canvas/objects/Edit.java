package inkflow.canvas.objects;

import org.pcollections.PVector;

/**
 * One step of undo or redo: what to do to the canvas. Doing it gives the step that takes it back.
 *
 * <p>Others may have drawn meanwhile, so each step does only what still makes sense: it does not
 * remove what is gone, does not put back what is there, and leaves alone what somebody else has
 * changed since.
 */
public sealed interface Edit {

  /** About how many bytes it holds. */
  long weight();

  /**
   * A background to paint.
   *
   * @param now only where it still is this
   */
  public record Background(int now, int then) {
    Background reversed() {
      return new Background(then, now);
    }
  }

  /**
   * One certain object: an id may be used again once its object is gone.
   *
   * @param order of the object it means
   */
  public record Ref(String objectId, long order) {
    public static Ref to(CanvasObject object) {
      return new Ref(object.objectId(), object.order());
    }

    /** The object, if it is there; null if it is gone or its id is another's now. */
    CanvasObject in(ObjectPile pile) {
      CanvasObject object = pile.get(objectId);
      return object != null && object.order() == order ? object : null;
    }
  }

  /**
   * Takes objects off the canvas.
   *
   * @param background null for none
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
   * @param background null for none
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
   * @param now the parts that the step took over: changed only where they still are so
   */
  public record Relook(Ref object, LookChange now, LookChange then) implements Edit {
    @Override
    public long weight() {
      return 256L;
    }
  }
}
