package inkflow.diffusion.lora;

import inkflow.diffusion.lora.LoraKey.Role;
import inkflow.diffusion.lora.kinds.Decomposed;
import inkflow.diffusion.lora.kinds.Hadamard;
import inkflow.diffusion.lora.kinds.Kronecker;
import inkflow.diffusion.lora.kinds.LowRank;
import inkflow.diffusion.lora.kinds.Rescaled;
import inkflow.diffusion.lora.kinds.Tucker;
import inkflow.diffusion.lora.kinds.WeightDelta;
import inkflow.diffusion.lora.kinds.Whole;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the formula of one module's tensors. Formulas as in LyCORIS (arXiv 2309.14859) and PEFT.
 */
final class LoraDeltas {
  private static final Set<Role> ONE_LOHA =
      EnumSet.of(Role.LOHA_1_A, Role.LOHA_1_B, Role.LOHA_2_A, Role.LOHA_2_B);
  private static final Set<Role> LOKR =
      EnumSet.of(
          Role.LOKR_1,
          Role.LOKR_1_A,
          Role.LOKR_1_B,
          Role.LOKR_2,
          Role.LOKR_2_A,
          Role.LOKR_2_B,
          Role.LOKR_2_CORE);

  /**
   * A formula without its scale.
   *
   * @param rank that alpha is divided by; 0 if the kind has no alpha
   */
  record Formula(WeightDelta delta, int rank) {}

  private final Map<Role, TensorView> tensors;

  LoraDeltas(Map<Role, TensorView> tensors) {
    this.tensors = tensors;
  }

  /** What is added to the bias. */
  Optional<WeightDelta> ofBias() {
    return find(Role.BIAS_DIFFERENCE).map(Whole::new);
  }

  /**
   * What is added to the weight, without DoRA's lengths.
   *
   * @param weight its shape
   * @throws IllegalArgumentException for tensors that are missing, or don't fit one another
   */
  Optional<Formula> ofWeight(long[] weight) {
    List<Formula> found = new ArrayList<>();
    if (has(Role.DOWN, Role.UP, Role.MID)) {
      found.add(lowRank());
    }
    if (has(ONE_LOHA.toArray(Role[]::new))) {
      found.add(loHa());
    }
    if (has(LOKR.toArray(Role[]::new))) {
      found.add(loKr());
    }
    if (has(Role.FACTORS, Role.ON_INPUT)) {
      found.add(ia3(weight));
    }
    find(Role.WEIGHT_DIFFERENCE).ifPresent(d -> found.add(new Formula(new Whole(d), 0)));
    if (found.size() > 1 || found.isEmpty() && has(Role.MAGNITUDE, Role.ALPHA)) {
      throw new IllegalArgumentException(
          "has " + tensors.keySet() + " (expected: the tensors of one kind of adapter)");
    }
    return found.stream().findFirst();
  }

  /**
   * The same with DoRA's lengths, if it has any.
   *
   * @param scale alpha / rank
   */
  Optional<WeightDelta> decomposed(WeightDelta delta, double scale) {
    return find(Role.MAGNITUDE)
        .map(
            lengths -> {
              boolean outputs = !isRow(lengths);
              long expected = outputs ? delta.rows() : delta.columns();
              long[] shape = lengths.shape();
              boolean fits =
                  outputs ? lengths.elements() == expected : expected % lengths.elements() == 0;
              if (!fits) {
                throw new IllegalArgumentException(
                    "lengths " + Arrays.toString(shape) + " (expected: " + expected + ")");
              }
              return new Decomposed(delta, scale, lengths, outputs);
            });
  }

  /** Whether it is (1, n): one number for each input. */
  private static boolean isRow(TensorView tensor) {
    long[] shape = tensor.shape();
    return shape.length > 1 && shape[0] == 1 && shape[1] > 1;
  }

  private Formula lowRank() {
    TensorView down = need(Role.DOWN);
    TensorView up = need(Role.UP);
    WeightDelta delta =
        find(Role.MID)
            .<WeightDelta>map(core -> new Tucker(core, up, down, false))
            .orElseGet(() -> new LowRank(up, down));
    return new Formula(delta, rank(down));
  }

  private Formula loHa() {
    WeightDelta one = product(Role.LOHA_1_CORE, Role.LOHA_1_A, Role.LOHA_1_B);
    WeightDelta other = product(Role.LOHA_2_CORE, Role.LOHA_2_A, Role.LOHA_2_B);
    return new Formula(new Hadamard(one, other), rank(need(Role.LOHA_1_B)));
  }

  private Formula loKr() {
    Optional<TensorView> whole1 = find(Role.LOKR_1);
    Optional<TensorView> whole2 = find(Role.LOKR_2);
    WeightDelta left =
        whole1
            .<WeightDelta>map(Whole::new)
            .orElseGet(() -> new LowRank(need(Role.LOKR_1_A), need(Role.LOKR_1_B)));
    WeightDelta right =
        whole2
            .<WeightDelta>map(Whole::new)
            .orElseGet(() -> product(Role.LOKR_2_CORE, Role.LOKR_2_A, Role.LOKR_2_B));
    int rank = 0;
    if (whole1.isEmpty()) {
      rank = rank(need(Role.LOKR_1_B));
    } else if (whole2.isEmpty()) {
      rank = rank(need(Role.LOKR_2_B));
    }
    return new Formula(new Kronecker(left, right), rank);
  }

  private Formula ia3(long[] weight) {
    TensorView factors = need(Role.FACTORS);
    boolean inputs = need(Role.ON_INPUT).toNumber() != 0;
    boolean matrix = weight.length > 1;
    if (!matrix || factors.elements() != weight[inputs ? 1 : 0]) {
      throw new IllegalArgumentException(
          factors + " (expected: one factor for each of " + Arrays.toString(weight) + ")");
    }
    long columns = Arrays.stream(weight).skip(1).reduce(1, (a, b) -> a * b);
    return new Formula(new Rescaled(factors, !inputs, weight[0], columns), 0);
  }

  /** a b, or with a core the kernel that LyCORIS makes of it, whose first factor is transposed. */
  private WeightDelta product(Role core, Role a, Role b) {
    return find(core)
        .<WeightDelta>map(kernel -> new Tucker(kernel, need(a), need(b), true))
        .orElseGet(() -> new LowRank(need(a), need(b)));
  }

  private boolean has(Role... roles) {
    return Arrays.stream(roles).anyMatch(tensors::containsKey);
  }

  private Optional<TensorView> find(Role role) {
    return Optional.ofNullable(tensors.get(role));
  }

  private TensorView need(Role role) {
    return find(role)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "only " + tensors.keySet() + " (expected: " + role + " too)"));
  }

  private static int rank(TensorView factor) {
    return Math.toIntExact(factor.shape()[0]);
  }
}
