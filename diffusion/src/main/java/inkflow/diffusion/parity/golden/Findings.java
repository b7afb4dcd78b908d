package inkflow.diffusion.parity.golden;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Collects the results of a case: the comparison closest to its limit, and all faults. An expected
 * output that was never compared is a fault too.
 */
public final class Findings {
  private static final String OUTPUTS = "out.";

  private final ParityCase golden;
  private final JsonNode limits;
  private final Set<String> compared = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int checks;
  private double error;
  private double limit;

  public Findings(ParityCase golden) {
    this.golden = golden;
    this.limits = golden.json().path("tolerance").path("fp32");
  }

  /** Compares with an expected output, shape included, within the case's fp32 tolerance. */
  public void compare(String name, NDArray got) {
    long[] shape = golden.tensor(name).shape();
    if (!Arrays.equals(got.getShape().getShape(), shape)) {
      compared.add(name);
      fault(name + ": shape " + got.getShape() + " (expected: " + Arrays.toString(shape) + ")");
      return;
    }
    compare(name, got.toFloatArray());
  }

  /** Like {@link #compare(String, NDArray)}, for plain values in the tensor's order. */
  public void compare(String name, float[] got) {
    compare(name, Difference.widened(got));
  }

  /** Like {@link #compare(String, NDArray)}, for doubles. */
  public void compare(String name, double[] got) {
    Difference difference = difference(name, got);
    within("rel_l2 of " + name, difference.relativeL2(), limit("rel_l2"));
    within(
        "max_abs_over_max of " + name, difference.largestOverLargest(), limit("max_abs_over_max"));
  }

  /** Compares with an expected output by its largest difference alone. */
  public void compareAbsolutely(String name, float[] got, double most) {
    within(name, difference(name, Difference.widened(got)).largest(), most);
  }

  /** An expected output, for a comparison of another kind. */
  public TensorView expected(String name) {
    compared.add(name);
    return golden.tensor(name);
  }

  /** Records an error and its limit. */
  public void within(String what, double found, double most) {
    checks++;
    if (share(found, most) > share(error, limit) || limit == 0) {
      error = found;
      limit = most;
    }
    if (!(found <= most)) {
      faults.add(
          String.format(Locale.ROOT, "%s: %.2g (expected: at most %.2g)", what, found, most));
    }
  }

  /** Records a fault unless {@code holds}. */
  public void require(boolean holds, String fault) {
    checks++;
    if (!holds) {
      faults.add(fault);
    }
  }

  public void fault(String fault) {
    faults.add(fault);
  }

  /** Ends a case. */
  public ParityResult result(String id) {
    for (String name : golden.names(OUTPUTS)) {
      if (faults.isEmpty() && !compared.contains(OUTPUTS + name)) {
        faults.add("not supported yet: " + OUTPUTS + name);
      }
    }
    if (checks == 0 && faults.isEmpty()) {
      faults.add("nothing was compared");
    }
    return new ParityResult(id, checks == 0 ? Double.NaN : error, limit, List.copyOf(faults));
  }

  private Difference difference(String name, double[] got) {
    double[] want = values(expected(name));
    if (got.length != want.length) {
      fault(name + ": " + got.length + " values (expected: " + want.length + ")");
      return Difference.between(new double[] {1}, new double[] {0});
    }
    return Difference.between(got, want);
  }

  private double limit(String key) {
    return limits.path(key).asDouble(Double.POSITIVE_INFINITY);
  }

  private static double share(double found, double most) {
    return Double.isNaN(found) ? Double.POSITIVE_INFINITY : found == 0 ? 0 : found / most;
  }

  private static double[] values(TensorView tensor) {
    return tensor.dtype() == DType.F64 ? tensor.toDoubles() : Difference.widened(tensor.toFloats());
  }
}
