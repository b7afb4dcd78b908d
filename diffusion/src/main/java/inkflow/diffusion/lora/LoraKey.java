package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A parsed tensor name of an adapter file: the module it is for, and which of the module's matrices
 * it is.
 *
 * @param stem the name without the role, as the file spells it
 */
record LoraKey(String stem, Role role, LoraFormat format) {

  /** What a tensor of a module holds. */
  enum Role {
    /** A: (rank, in). */
    DOWN,
    /** B: (out, rank). */
    UP,
    /** A scalar. */
    ALPHA
  }

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
          new Suffix(".alpha", Role.ALPHA, LoraFormat.KOHYA));

  /** Kinds of adapter with another formula than B A, with the parts of names that identify them. */
  private static final List<List<String>> OTHER_KINDS =
      List.of(
          List.of("dora_scale", "DoRA"),
          List.of("lora_magnitude_vector", "DoRA"),
          List.of("lokr_", "LoKr"),
          List.of("hada_", "LoHa"),
          List.of("lora_mid", "a LoRA with a Tucker core"),
          List.of("oft_", "OFT"),
          List.of(".diff", "full weight differences"),
          List.of("on_input", "IA3"),
          List.of("bundle_emb", "bundled embeddings"),
          List.of("glora_", "GLoRA"));

  /** Parses a name; empty if it is not a LoRA's. */
  static Optional<LoraKey> parse(String name) {
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
              file, name, "is of " + kind.get(1) + " (expected: LoRA, as A and B matrices)");
        }
      }
    }
  }

  private static LoraFormat format(String stem, LoraFormat otherwise) {
    return stem.startsWith("base_model.model.") ? LoraFormat.PEFT : otherwise;
  }
}
