package inkflow.canvas.document;

import inkflow.BackgroundState;
import inkflow.ClientState;
import inkflow.DocumentState;
import inkflow.EditState;
import inkflow.LookState;
import inkflow.ObjectRef;
import inkflow.ObjectState;
import inkflow.Participant;
import inkflow.RelookState;
import inkflow.RestoreState;
import inkflow.WithdrawState;
import inkflow.canvas.objects.CanvasObject;
import inkflow.canvas.objects.Edit;
import inkflow.canvas.objects.Edit.Background;
import inkflow.canvas.objects.Edit.Ref;
import inkflow.canvas.objects.Edit.Relook;
import inkflow.canvas.objects.Edit.Restore;
import inkflow.canvas.objects.Edit.Withdraw;
import inkflow.canvas.objects.Look;
import inkflow.canvas.objects.LookChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes a document as its state record; {@link StateReader} reads it. */
final class StateWriter {
  private StateWriter() {}

  static DocumentState write(Document document) {
    return new DocumentState(
        document.canvas().background(),
        document.nextOrder(),
        document.eventCount(),
        objects(document.canvas().objects().farthestFirst()),
        document.settings(),
        clients(document));
  }

  private static List<ObjectState> objects(Collection<CanvasObject> objects) {
    List<ObjectState> states = new ArrayList<>(objects.size());
    for (CanvasObject object : objects) {
      states.add(
          new ObjectState(
              object.objectId(),
              object.clientId(),
              object.order(),
              object.record(),
              look(object.look())));
    }
    return states;
  }

  private static LookState look(Look look) {
    return new LookState(
        look.transform().rows(), look.z(), look.fill(), look.outline(), look.opacity());
  }

  private static LookState look(LookChange change) {
    return new LookState(
        change.transform() == null ? null : change.transform().rows(),
        change.z(),
        change.fill(),
        change.outline(),
        change.opacity());
  }

  private static List<ClientState> clients(Document document) {
    List<ClientState> states = new ArrayList<>();
    document
        .clients()
        .forEach(
            (id, client) ->
                states.add(
                    new ClientState(
                        id,
                        document.clientSeqs().get(id),
                        client.lastEvent(),
                        client.joined()
                            ? new Participant(id, client.role(), client.displayName())
                            : null,
                        client.history().gestureSentAt(),
                        edits(client.history().undo()),
                        edits(client.history().redo()))));
    return states;
  }

  private static List<EditState> edits(List<Edit> edits) {
    List<EditState> states = new ArrayList<>(edits.size());
    for (Edit edit : edits) {
      states.add(new EditState(edit(edit)));
    }
    return states;
  }

  private static Object edit(Edit edit) {
    if (edit instanceof Withdraw withdraw) {
      return new WithdrawState(
          withdraw.objects().stream().map(StateWriter::ref).toList(),
          background(withdraw.background()));
    } else if (edit instanceof Restore restore) {
      return new RestoreState(objects(restore.objects()), background(restore.background()));
    }
    Relook relook = (Relook) edit;
    return new RelookState(ref(relook.object()), look(relook.now()), look(relook.then()));
  }

  private static ObjectRef ref(Ref ref) {
    return new ObjectRef(ref.objectId(), ref.order());
  }

  private static BackgroundState background(Background background) {
    return background == null ? null : new BackgroundState(background.now(), background.then());
  }
}
