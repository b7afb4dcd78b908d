package inkflow.canvas.document;

import inkflow.canvas.rules.CanvasLimits;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the undo history of all clients together within {@link CanvasLimits#undoBytes}: it is kept
 * in state and would otherwise let a few clients hold as many canvases as they can fill and clear.
 */
final class HistoryBudget {
  private HistoryBudget() {}

  /** Bytes that all histories hold, about. */
  static long weight(Document document) {
    return document.clients().values().stream()
        .mapToLong(client -> client.history().weight())
        .sum();
  }

  /** The document with the oldest steps of the heaviest histories forgotten, until all fits. */
  static Document kept(Document document, CanvasLimits limits) {
    Document kept = document;
    long weight = weight(kept);
    while (weight > limits.undoBytes()) {
      Map.Entry<String, Client> heaviest = heaviest(kept).orElseThrow();
      History history = heaviest.getValue().history();
      History lighter = history.withoutOldest();
      weight -= history.weight() - lighter.weight();
      kept = kept.with(heaviest.getKey(), heaviest.getValue().with(lighter));
    }
    return kept;
  }

  private static Optional<Map.Entry<String, Client>> heaviest(Document document) {
    return document.clients().entrySet().stream()
        .max(Comparator.comparingLong(entry -> entry.getValue().history().weight()));
  }
}
