package inkflow.diffusion.parity.golden;

import java.util.List;
import java.util.Locale;

/**
 * How one case went.
 *
 * @param error error of the comparison closest to its limit; NaN if there was none
 * @param tolerance limit of that comparison; 0 if all values had to be equal
 * @param faults what is wrong; empty if the case passed
 */
public record ParityResult(String name, double error, double tolerance, List<String> faults) {

  public boolean ok() {
    return faults.isEmpty();
  }

  /** One line: name, largest error, tolerance, {@code ok} or {@code FAIL} with the first fault. */
  public String line() {
    String verdict = ok() ? "ok" : "FAIL  " + faults.get(0) + more();
    return String.format(Locale.ROOT, "%-24s %8s  %7s  %s", name, found(), limit(), verdict);
  }

  private String found() {
    return Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.1e", error);
  }

  private String limit() {
    return Double.isNaN(error)
        ? "-"
        : tolerance == 0 ? "exact" : String.format(Locale.ROOT, "%.1e", tolerance);
  }

  private String more() {
    return faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
  }
}
