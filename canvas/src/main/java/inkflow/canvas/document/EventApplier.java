package inkflow.canvas.document;

import inkflow.Cleared;
import inkflow.Join;
import inkflow.Leave;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Redone;
import inkflow.Role;
import inkflow.SettingsChanged;
import inkflow.SketchEvent;
import inkflow.StrokeExtended;
import inkflow.Undone;
import inkflow.canvas.kinds.StrokeContent;
import inkflow.canvas.objects.Canvas;
import inkflow.canvas.objects.Canvas.Edited;
import inkflow.canvas.objects.CanvasObject;
import inkflow.canvas.objects.Edit;
import inkflow.canvas.objects.Edit.Background;
import inkflow.canvas.objects.Edit.Ref;
import inkflow.canvas.objects.Edit.Relook;
import inkflow.canvas.objects.Edit.Restore;
import inkflow.canvas.objects.Edit.Withdraw;
import inkflow.canvas.objects.Look;
import inkflow.canvas.objects.LookChange;
import inkflow.canvas.objects.ObjectPile;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.EventChecks;
import inkflow.canvas.rules.ObjectChecks;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.canvas.rules.Settings;
import inkflow.canvas.rules.SettingsChecks;
import java.time.Instant;
import org.pcollections.TreePVector;

/** Applies each kind of event to a document whose client list already holds the sender. */
final class EventApplier {
  private final Document document;
  private final SketchEvent event;
  private final CanvasLimits limits;
  private final Canvas canvas;
  private final Client client;

  EventApplier(Document document, SketchEvent event, CanvasLimits limits) {
    this.document = document;
    this.event = event;
    this.limits = limits;
    this.canvas = document.canvas();
    this.client = document.clients().get(event.getClientId());
  }

  Document apply() throws RefusedEventException {
    Object what = event.getEvent();
    if (what instanceof Join join) {
      return join(join);
    } else if (what instanceof Leave) {
      return noted(client.as(null, null).with(client.history().gestureEnded()));
    }
    if (client.role() == Role.VIEWER) {
      throw RefusedEventException.of(
          "client.viewer", "role", Role.VIEWER, "EDITOR, to change anything");
    }
    if (what instanceof SettingsChanged settings) {
      SettingsChecks.check(settings, limits);
      return noted(client.with(client.history().gestureEnded()))
          .with(Settings.merged(document.sharedSettings(), settings));
    } else if (what instanceof ObjectAdded added) {
      return add(added);
    } else if (what instanceof StrokeExtended extended) {
      return extend(extended);
    } else if (what instanceof ObjectChanged changed) {
      return change(changed);
    } else if (what instanceof ObjectRemoved removed) {
      return remove(removed);
    } else if (what instanceof Cleared cleared) {
      return clear(cleared);
    } else if (what instanceof Undone) {
      return undo();
    } else if (what instanceof Redone) {
      return redo();
    }
    throw RefusedEventException.of(
        "event.unknown", "event", what, "one of the kinds of SketchEvent");
  }

  private Document join(Join join) throws RefusedEventException {
    EventChecks.checkName("displayName", join.getDisplayName(), limits);
    return noted(
        client.as(join.getRole(), join.getDisplayName()).with(client.history().gestureEnded()));
  }

  private Document add(ObjectAdded added) throws RefusedEventException {
    if (canvas.objects().get(added.getObjectId()) != null) {
      throw RefusedEventException.of(
          "object.exists", "objectId", added.getObjectId(), "an id that is not on the canvas");
    }
    ObjectChecks.check(added, limits);
    CanvasObject object = CanvasObject.placed(added, event.getClientId(), document.nextOrder());
    ObjectPile objects = canvas.objects().plus(object);
    EventChecks.checkRoom(objects, limits);
    Withdraw back = new Withdraw(TreePVector.singleton(Ref.to(object)), null);
    History history = client.history().added(back, micros(event.getSentAt()), limits);
    return done(canvas.with(objects), history).withNextOrder(document.nextOrder() + 1);
  }

  private Document extend(StrokeExtended extended) throws RefusedEventException {
    CanvasObject object = known(extended.getObjectId());
    if (!(object.content() instanceof StrokeContent stroke)) {
      throw RefusedEventException.of(
          "object.no-stroke", "objectId", extended.getObjectId(), "the id of a stroke");
    }
    ObjectChecks.checkStrokePoints(stroke.path().size(), extended.getPoints(), limits);
    ObjectPile objects =
        canvas
            .objects()
            .plus(object.withContent(stroke.along(stroke.path().plus(extended.getPoints()))));
    EventChecks.checkRoom(objects, limits);
    return noted(client.with(client.history().gestureEnded())).with(canvas.with(objects));
  }

  private Document change(ObjectChanged changed) throws RefusedEventException {
    CanvasObject object = known(changed.getObjectId());
    ObjectChecks.check(changed, object, limits);
    LookChange now = LookChange.of(changed);
    Look look = object.look().with(now);
    Relook back = new Relook(Ref.to(object), now, now.as(object.look()));
    History history = client.history().dragged(back, micros(event.getSentAt()), limits);
    return noted(client.with(history))
        .with(canvas.with(canvas.objects().plus(object.withLook(look))));
  }

  private Document remove(ObjectRemoved removed) throws RefusedEventException {
    CanvasObject object = known(removed.getObjectId());
    return done(
        canvas.with(canvas.objects().minus(object.objectId())),
        new Restore(TreePVector.singleton(object), null));
  }

  private Document clear(Cleared cleared) {
    Background back = new Background(cleared.getBackground(), canvas.background());
    return done(
        new Canvas(cleared.getBackground(), ObjectPile.EMPTY),
        new Restore(TreePVector.from(canvas.objects().farthestFirst()), back));
  }

  /** Skips steps that no longer change anything. */
  private Document undo() throws RefusedEventException {
    History history = client.history();
    while (!history.undo().isEmpty()) {
      Edited edited = canvas.edited(History.last(history.undo()));
      if (edited != null) {
        EventChecks.checkRoom(edited.canvas().objects(), limits);
        return stepped(history.undone(edited.back()), edited);
      }
      history = history.withoutLastUndo();
    }
    return noted(client.with(history));
  }

  private Document redo() throws RefusedEventException {
    History history = client.history();
    while (!history.redo().isEmpty()) {
      Edited edited = canvas.edited(History.last(history.redo()));
      if (edited != null) {
        EventChecks.checkRoom(edited.canvas().objects(), limits);
        return stepped(history.redone(edited.back()), edited);
      }
      history = history.withoutLastRedo();
    }
    return noted(client.with(history));
  }

  private Document stepped(History history, Edited edited) {
    Document stepped = noted(client.with(history)).with(edited.canvas());
    return HistoryBudget.kept(stepped, limits);
  }

  private CanvasObject known(String objectId) throws RefusedEventException {
    CanvasObject object = canvas.objects().get(objectId);
    if (object == null) {
      throw RefusedEventException.of(
          "object.unknown", "objectId", EventChecks.shown(objectId), "an object on the canvas");
    }
    return object;
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private Document done(Canvas changed, Edit back) {
    return done(changed, client.history().done(back, limits));
  }

  private Document done(Canvas changed, History history) {
    return HistoryBudget.kept(noted(client.with(history)).with(changed), limits);
  }

  private Document noted(Client changed) {
    return document.with(event.getClientId(), changed);
  }
}
