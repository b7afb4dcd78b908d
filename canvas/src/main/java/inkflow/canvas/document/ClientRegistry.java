package inkflow.canvas.document;

import inkflow.SketchEvent;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import java.util.Comparator;
import java.util.Map;
import org.pcollections.HashPMap;

/** Keeps the list of clients a document remembers. */
final class ClientRegistry {
  private ClientRegistry() {}

  /**
   * {@code document} with the event's sender and clientSeq recorded. When the list is full, it
   * forgets one client and its undo history: of those that left or never joined, the one with the
   * oldest last event.
   *
   * @throws RefusedEventException the sender is new, the list is full and every client in it has
   *     joined
   */
  static Document heard(Document document, SketchEvent event, CanvasLimits limits)
      throws RefusedEventException {
    String id = event.getClientId();
    HashPMap<String, Client> clients = document.clients();
    HashPMap<String, Long> seqs = seqs(document);
    Client client = clients.get(id);
    if (client == null && clients.size() >= limits.clients()) {
      String leaver = silentLongest(clients, limits);
      clients = clients.minus(leaver);
      seqs = seqs.minus(leaver);
    }
    long events = document.eventCount() + 1;
    Client known = client == null ? Client.NEW : client;
    return document.withClients(
        events,
        seqs.plus(id, Math.max(event.getClientSeq(), seqs.getOrDefault(id, Long.MIN_VALUE))),
        clients.plus(id, known.heard(events)));
  }

  private static HashPMap<String, Long> seqs(Document document) {
    return (HashPMap<String, Long>) document.clientSeqs();
  }

  private static String silentLongest(Map<String, Client> clients, CanvasLimits limits)
      throws RefusedEventException {
    return clients.entrySet().stream()
        .filter(entry -> !entry.getValue().joined())
        .min(Comparator.comparingLong(entry -> entry.getValue().lastEvent()))
        .map(Map.Entry::getKey)
        .orElseThrow(
            () ->
                RefusedEventException.of(
                    "client.too-many",
                    "clients",
                    clients.size() + 1,
                    "at most " + limits.clients()));
  }
}
