package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed tensor name of an adapter file: the module it is for, and which of the module's matrices
 * it is.
 *
 * @param stem the name without the role, as the file spells it
 */
record LoraKey(String stem, Role role, LoraFormat format) {

  /** What a tensor of a module holds; {@link LoraDeltas} has the formulas. */
  enum Role {
    /** A: (rank, in). */
    DOWN,
    /** B: (out, rank). */
    UP,
    /** A Tucker core between A and B: (rank, rank, k, k). */
    MID,
    /** A scalar. */
    ALPHA,
    /** DoRA's lengths. */
    MAGNITUDE,
    /** The difference of the weight itself, or of a norm's. */
    WEIGHT_DIFFERENCE,
    BIAS_DIFFERENCE,
    LOHA_1_A,
    LOHA_1_B,
    LOHA_2_A,
    LOHA_2_B,
    LOHA_1_CORE,
    LOHA_2_CORE,
    LOKR_1,
    LOKR_1_A,
    LOKR_1_B,
    LOKR_2,
    LOKR_2_A,
    LOKR_2_B,
    LOKR_2_CORE,
    /** IA3's factors; only beside {@link #ON_INPUT}. */
    FACTORS,
    /** Whether IA3's factors are for inputs. */
    ON_INPUT
  }

  private static final String WEIGHT = ".weight";

  private record Suffix(String text, Role role, LoraFormat format) {}

  private static final List<Suffix> SUFFIXES =
      List.of(
          new Suffix(".lora_down.weight", Role.DOWN, LoraFormat.KOHYA),
          new Suffix(".lora_up.weight", Role.UP, LoraFormat.KOHYA),
          new Suffix(".lora_A.weight", Role.DOWN, LoraFormat.DIFFUSERS),
          new Suffix(".lora_B.weight", Role.UP, LoraFormat.DIFFUSERS),
          new Suffix(".lora_A.default.weight", Role.DOWN, LoraFormat.DIFFUSERS),
          new Suffix(".lora_B.default.weight", Role.UP, LoraFormat.DIFFUSERS),
          new Suffix(".lora.down.weight", Role.DOWN, LoraFormat.DIFFUSERS_MIDDLE),
          new Suffix(".lora.up.weight", Role.UP, LoraFormat.DIFFUSERS_MIDDLE),
          new Suffix(".lora_linear_layer.down.weight", Role.DOWN, LoraFormat.DIFFUSERS_MIDDLE),
          new Suffix(".lora_linear_layer.up.weight", Role.UP, LoraFormat.DIFFUSERS_MIDDLE),
          new Suffix("_lora.down.weight", Role.DOWN, LoraFormat.DIFFUSERS_OLD),
          new Suffix("_lora.up.weight", Role.UP, LoraFormat.DIFFUSERS_OLD),
          new Suffix(".alpha", Role.ALPHA, LoraFormat.KOHYA),
          new Suffix(".lora_mid.weight", Role.MID, LoraFormat.KOHYA),
          new Suffix(".dora_scale", Role.MAGNITUDE, LoraFormat.KOHYA),
          new Suffix(".lora_magnitude_vector", Role.MAGNITUDE, LoraFormat.DIFFUSERS),
          new Suffix(".lora_magnitude_vector.weight", Role.MAGNITUDE, LoraFormat.DIFFUSERS),
          new Suffix(".lora_magnitude_vector.default.weight", Role.MAGNITUDE, LoraFormat.DIFFUSERS),
          new Suffix(".diff", Role.WEIGHT_DIFFERENCE, LoraFormat.KOHYA),
          new Suffix(".diff_b", Role.BIAS_DIFFERENCE, LoraFormat.KOHYA),
          new Suffix(".w_norm", Role.WEIGHT_DIFFERENCE, LoraFormat.KOHYA),
          new Suffix(".b_norm", Role.BIAS_DIFFERENCE, LoraFormat.KOHYA),
          new Suffix(".hada_w1_a", Role.LOHA_1_A, LoraFormat.KOHYA),
          new Suffix(".hada_w1_b", Role.LOHA_1_B, LoraFormat.KOHYA),
          new Suffix(".hada_w2_a", Role.LOHA_2_A, LoraFormat.KOHYA),
          new Suffix(".hada_w2_b", Role.LOHA_2_B, LoraFormat.KOHYA),
          new Suffix(".hada_t1", Role.LOHA_1_CORE, LoraFormat.KOHYA),
          new Suffix(".hada_t2", Role.LOHA_2_CORE, LoraFormat.KOHYA),
          new Suffix(".lokr_w1", Role.LOKR_1, LoraFormat.KOHYA),
          new Suffix(".lokr_w1_a", Role.LOKR_1_A, LoraFormat.KOHYA),
          new Suffix(".lokr_w1_b", Role.LOKR_1_B, LoraFormat.KOHYA),
          new Suffix(".lokr_w2", Role.LOKR_2, LoraFormat.KOHYA),
          new Suffix(".lokr_w2_a", Role.LOKR_2_A, LoraFormat.KOHYA),
          new Suffix(".lokr_w2_b", Role.LOKR_2_B, LoraFormat.KOHYA),
          new Suffix(".lokr_t2", Role.LOKR_2_CORE, LoraFormat.KOHYA),
          new Suffix(".on_input", Role.ON_INPUT, LoraFormat.KOHYA));

  /** Kinds of adapter that can't be used, with the parts of names that identify them. */
  private static final List<List<String>> OTHER_KINDS =
      List.of(
          List.of("boft_", "BOFT"),
          List.of("oft_", "OFT"),
          List.of("ia3_l", "PEFT's IA3"),
          List.of("bundle_emb", "bundled embeddings"),
          List.of(".a1.weight", "GLoRA"),
          List.of("glora_", "GLoRA"));

  /**
   * Parses a name; empty if it is not an adapter's.
   *
   * @param names all names in the file: {@code NAME.weight} is IA3's beside {@code NAME.on_input}
   */
  static Optional<LoraKey> parse(String name, Set<String> names) {
    if (name.endsWith(WEIGHT)) {
      String stem = name.substring(0, name.length() - WEIGHT.length());
      if (names.contains(stem + ".on_input")) {
        return Optional.of(new LoraKey(stem, Role.FACTORS, LoraFormat.KOHYA));
      }
    }
    for (Suffix suffix : SUFFIXES) {
      if (name.endsWith(suffix.text())) {
        String stem = name.substring(0, name.length() - suffix.text().length());
        return Optional.of(new LoraKey(stem, suffix.role(), format(stem, suffix.format())));
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses an adapter of another kind.
   *
   * @throws InvalidModelException that names the kind
   */
  static void refuseOtherKinds(Path file, Iterable<String> names) {
    for (String name : names) {
      for (List<String> kind : OTHER_KINDS) {
        if (name.contains(kind.get(0))) {
          throw new InvalidModelException(
              file,
              name,
              "is of " + kind.get(1) + " (expected: LoRA, DoRA, LoHa, LoKr, IA3 or differences)");
        }
      }
    }
  }

  private static LoraFormat format(String stem, LoraFormat otherwise) {
    return stem.startsWith("base_model.model.") ? LoraFormat.PEFT : otherwise;
  }
}
