package inkflow.canvas.document;

import inkflow.canvas.rules.CanvasLimits;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the undo history of all clients together to {@link CanvasLimits#undoBytes}. It is part of
 * keyed state: without a limit, a client that fills and clears the canvas again and again would
 * make the state grow without bound.
 */
final class HistoryBudget {
  private HistoryBudget() {}

  /** Approximate bytes held by all histories. */
  static long weight(Document document) {
    return document.clients().values().stream()
        .mapToLong(client -> client.history().weight())
        .sum();
  }

  /** Drops the oldest steps of the largest histories until all fit. */
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
