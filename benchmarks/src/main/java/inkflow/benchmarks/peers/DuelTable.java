package inkflow.benchmarks.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Duels of one setting as a table in Markdown: a line a case, a column a peer. */
final class DuelTable {
  private final Setting setting;
  private final List<String> peers;
  private final double peak;
  private final Map<Case, Map<String, Duel>> lines = new LinkedHashMap<>();

  /**
   * @param peers in the order of their columns
   * @param peak of the machine in this precision, in 10^9 operations a second
   */
  DuelTable(Setting setting, List<String> peers, double peak) {
    this.setting = setting;
    this.peers = peers;
    this.peak = peak;
  }

  void add(Duel duel) {
    lines.computeIfAbsent(duel.subject(), unknown -> new LinkedHashMap<>()).put(duel.peer(), duel);
  }

  /** The table, with its title. */
  String markdown() {
    List<String> text = new ArrayList<>();
    text.add(
        String.format(
            Locale.ROOT,
            "**%s, %s**, %d steps; the largest matrix products reach %.0f GFLOP/s",
            setting.name(),
            setting.precision(),
            setting.steps(),
            peak));
    text.add("");
    text.add("| | Inkflow, ms | of the peak |" + columns(peer -> " " + peer + ", ms (ratio) |"));
    text.add("|---|---|---|" + columns(peer -> "---|"));
    lines.keySet().stream().sorted(ORDER).forEach(each -> text.add(line(each)));
    return String.join("\n", text) + "\n";
  }

  private static final java.util.Comparator<Case> ORDER =
      java.util.Comparator.comparingInt(Case::size)
          .thenComparing(Case::part)
          .thenComparingInt(Case::rows);

  private interface Column {
    String of(String peer);
  }

  private String columns(Column column) {
    StringBuilder all = new StringBuilder();
    peers.forEach(peer -> all.append(column.of(peer)));
    return all.toString();
  }

  private String line(Case subject) {
    Map<String, Duel> duels = lines.get(subject);
    double ours = Duel.median(duels.values().stream().mapToDouble(Duel::ours));
    double work = duels.values().stream().mapToDouble(Duel::gigaflop).max().orElse(0);
    String share = work == 0 ? "" : String.format(Locale.ROOT, "%.0f%%", 1e5 * work / ours / peak);
    return String.format(
            Locale.ROOT,
            "| %s, %d px%s | %s | %s |",
            subject.part().key(),
            subject.size(),
            subject.rows() == 1 ? "" : ", " + subject.rows() + " rows",
            millis(ours),
            share)
        + columns(peer -> cell(Optional.ofNullable(duels.get(peer))));
  }

  private static String cell(Optional<Duel> duel) {
    return duel.map(
            it -> String.format(Locale.ROOT, " %s (%.2f) |", millis(it.theirs()), it.ratio()))
        .orElse(" - |");
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }
}
