package inkflow.canvas.document;

import inkflow.ObjectAdded;
import inkflow.Participant;
import inkflow.PlacedObject;
import inkflow.Snapshot;
import inkflow.canvas.objects.CanvasObject;
import inkflow.canvas.objects.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a document as the record that answers a Join. */
final class Snapshots {
  private Snapshots() {}

  static Snapshot of(Document document) {
    return new Snapshot(
        document.canvas().background(),
        objects(document),
        document.settings(),
        new HashMap<>(document.clientSeqs()),
        participants(document));
  }

  private static List<PlacedObject> objects(Document document) {
    List<PlacedObject> objects = new ArrayList<>();
    for (CanvasObject object : document.canvas().objects().farthestFirst()) {
      Look look = object.look();
      ObjectAdded added = new ObjectAdded(object.objectId(), look.z(), object.record());
      objects.add(
          new PlacedObject(object.clientId(), added, look.transform().rows(), look.opacity()));
    }
    return objects;
  }

  private static List<Participant> participants(Document document) {
    List<Participant> participants = new ArrayList<>();
    for (Map.Entry<String, Client> entry : document.clients().entrySet()) {
      Client client = entry.getValue();
      if (client.joined()) {
        participants.add(new Participant(entry.getKey(), client.role(), client.displayName()));
      }
    }
    return participants;
  }
}
