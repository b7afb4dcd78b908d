package inkflow.canvas.objects;

import inkflow.canvas.objects.Edit.Background;
import inkflow.canvas.objects.Edit.Ref;
import inkflow.canvas.objects.Edit.Relook;
import inkflow.canvas.objects.Edit.Restore;
import inkflow.canvas.objects.Edit.Withdraw;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Objects on a background. Immutable.
 *
 * @param background 0xAARRGGBB
 */
public record Canvas(int background, ObjectPile objects) {
  public static final int WHITE = 0xFFFFFFFF;
  public static final Canvas BLANK = new Canvas(WHITE, ObjectPile.EMPTY);

  /** A canvas, and the step that undoes the edit which led to it. */
  public record Edited(Canvas canvas, Edit back) {}

  public Canvas with(ObjectPile changed) {
    return new Canvas(background, changed);
  }

  /**
   * Applies the parts of {@code edit} that are still possible.
   *
   * @return null if {@code edit} changes nothing
   */
  public Edited edited(Edit edit) {
    if (edit instanceof Withdraw withdraw) {
      return withdraw(withdraw);
    } else if (edit instanceof Restore restore) {
      return restore(restore);
    }
    return relook((Relook) edit);
  }

  private Edited withdraw(Withdraw edit) {
    PVector<CanvasObject> gone = TreePVector.empty();
    ObjectPile left = objects;
    for (Ref ref : edit.objects()) {
      CanvasObject object = ref.in(left);
      if (object != null) {
        gone = gone.plus(object);
        left = left.minus(object.objectId());
      }
    }
    Background painted = stillThere(edit.background());
    return gone.isEmpty() && painted == null
        ? null
        : new Edited(painted(left, painted), new Restore(gone, reversed(painted)));
  }

  private Edited restore(Restore edit) {
    PVector<Ref> back = TreePVector.empty();
    ObjectPile more = objects;
    for (CanvasObject object : edit.objects()) {
      if (more.get(object.objectId()) == null) {
        back = back.plus(Ref.to(object));
        more = more.plus(object);
      }
    }
    Background painted = stillThere(edit.background());
    return back.isEmpty() && painted == null
        ? null
        : new Edited(painted(more, painted), new Withdraw(back, reversed(painted)));
  }

  private Edited relook(Relook edit) {
    CanvasObject object = edit.object().in(objects);
    if (object == null) {
      return null;
    }
    LookChange still = edit.then().where(edit.now(), object.look());
    Look look = object.look().with(still);
    return look.equals(object.look())
        ? null
        : new Edited(
            with(objects.plus(object.withLook(look))),
            new Relook(edit.object(), still, still.as(object.look())));
  }

  private Background stillThere(Background change) {
    return change != null && change.now() == background && change.then() != background
        ? change
        : null;
  }

  private Canvas painted(ObjectPile pile, Background change) {
    return new Canvas(change == null ? background : change.then(), pile);
  }

  private static Background reversed(Background change) {
    return change == null ? null : change.reversed();
  }
}
