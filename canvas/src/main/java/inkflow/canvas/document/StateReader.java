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
import inkflow.canvas.kinds.ObjectRecords;
import inkflow.canvas.objects.Affine;
import inkflow.canvas.objects.Canvas;
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
import inkflow.canvas.rules.Settings;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
  private StateReader() {}

  static Document read(DocumentState state) {
    ObjectPile pile = ObjectPile.EMPTY;
    for (ObjectState object : state.getObjects()) {
      pile = pile.plus(object(object));
    }
    HashPMap<String, Long> seqs = HashTreePMap.empty();
    HashPMap<String, Client> clients = HashTreePMap.empty();
    for (ClientState client : state.getClients()) {
      seqs = seqs.plus(client.getClientId(), client.getClientSeq());
      clients = clients.plus(client.getClientId(), client(client));
    }
    return new Document(
        new Canvas(state.getBackground(), pile),
        state.getNextOrder(),
        state.getEventCount(),
        Settings.copy(state.getSettings()),
        seqs,
        clients);
  }

  private static CanvasObject object(ObjectState state) {
    LookState look = state.getLook();
    return new CanvasObject(
        state.getObjectId(),
        state.getClientId(),
        state.getOrder(),
        ObjectRecords.read(state.getContent()).content(),
        new Look(
            Affine.of(look.getTransform()),
            look.getZ(),
            look.getFill(),
            look.getOutline(),
            look.getOpacity()));
  }

  private static LookChange change(LookState state) {
    return new LookChange(
        state.getTransform() == null ? null : Affine.of(state.getTransform()),
        state.getZ(),
        state.getFill(),
        state.getOutline(),
        state.getOpacity());
  }

  private static Client client(ClientState state) {
    Participant participant = state.getParticipant();
    return new Client(
        state.getLastEvent(),
        participant == null ? null : participant.getRole(),
        participant == null ? null : participant.getDisplayName(),
        new History(edits(state.getUndo()), edits(state.getRedo()), state.getGestureSentAt()));
  }

  private static PVector<Edit> edits(List<EditState> states) {
    List<Edit> edits = new ArrayList<>(states.size());
    for (EditState state : states) {
      edits.add(edit(state.getEdit()));
    }
    return TreePVector.from(edits);
  }

  private static Edit edit(Object state) {
    if (state instanceof WithdrawState withdraw) {
      return new Withdraw(
          TreePVector.from(withdraw.getObjects().stream().map(StateReader::ref).toList()),
          background(withdraw.getBackground()));
    } else if (state instanceof RestoreState restore) {
      List<CanvasObject> objects = new ArrayList<>();
      restore.getObjects().forEach(object -> objects.add(object(object)));
      return new Restore(TreePVector.from(objects), background(restore.getBackground()));
    }
    RelookState relook = (RelookState) state;
    return new Relook(ref(relook.getObject()), change(relook.getNow()), change(relook.getThen()));
  }

  private static Ref ref(ObjectRef state) {
    return new Ref(state.getObjectId(), state.getOrder());
  }

  private static Background background(BackgroundState state) {
    return state == null ? null : new Background(state.getNow(), state.getThen());
  }
}
