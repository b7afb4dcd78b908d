package inkflow.diffusion.lora;

import inkflow.diffusion.weights.naming.LdmNames;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All spellings of a model's module names, generated from the model's own list. */
public final class ModuleNames {

  /**
   * The module that a name in a file refers to.
   *
   * @param sgm whether the name uses the blocks of the original SDXL code
   */
  public record Match(ModelPart part, String module, boolean sgm) {}

  private static final Map<String, ModelPart> KOHYA =
      Map.of(
          "lora_unet_", ModelPart.UNET,
          "lora_te_", ModelPart.TEXT_ENCODER,
          "lora_te1_", ModelPart.TEXT_ENCODER,
          "lora_te2_", ModelPart.TEXT_ENCODER_2);
  private static final String PEFT = "base_model.model.";
  private static final String LYCORIS = "lycoris_";

  /** Names of old attention processors on the left, in order, then those of text encoders. */
  private static final List<List<String>> OLD =
      List.of(
          List.of(".processor.to_out", ".to_out.0"),
          List.of(".processor.to_", ".to_"),
          List.of(".self_attn.to_out", ".self_attn.out_proj"),
          List.of(".self_attn.to_q", ".self_attn.q_proj"),
          List.of(".self_attn.to_k", ".self_attn.k_proj"),
          List.of(".self_attn.to_v", ".self_attn.v_proj"));

  private final LoraTargets targets;
  private final Map<ModelPart, Map<String, String>> flat = new EnumMap<>(ModelPart.class);
  private final Map<String, String> sgm = new HashMap<>();

  /** Knows the modules of one model. */
  public ModuleNames(LoraTargets targets) {
    this.targets = targets;
    for (ModelPart part : ModelPart.values()) {
      Map<String, String> names = new HashMap<>();
      targets.modules(part).keySet().forEach(module -> names.put(flatten(module), module));
      flat.put(part, names);
    }
    LdmNames.unetModules(targets.modules(ModelPart.UNET).keySet())
        .forEach((module, ldm) -> sgm.put(flatten(ldm), module));
  }

  /** The module with this spelling, if the model has it. */
  public Optional<Match> find(String name) {
    // Some programs put PEFT's prefix before the names that kohya's scripts write.
    String stem = name.startsWith(PEFT + "lora_") ? name.substring(PEFT.length()) : name;
    if (stem.startsWith(LYCORIS)) {
      return findFlatInAnyPart(stem.substring(LYCORIS.length()));
    }
    for (Map.Entry<String, ModelPart> prefix : KOHYA.entrySet()) {
      if (stem.startsWith(prefix.getKey())) {
        return findFlat(prefix.getValue(), stem.substring(prefix.getKey().length()));
      }
    }
    String dotted = stem.startsWith(PEFT) ? stem.substring(PEFT.length()) : stem;
    for (List<String> old : OLD) {
      dotted = dotted.replace(old.get(0), old.get(1));
    }
    for (ModelPart part : ModelPart.values()) {
      if (dotted.startsWith(part.folder() + ".")) {
        String module = dotted.substring(part.folder().length() + 1);
        return findDotted(part, module).or(() -> findFlat(part, flatten(module)));
      }
    }
    return stem.startsWith(PEFT) ? findInAnyPart(dotted) : Optional.empty();
  }

  /** LyCORIS's own wrapper does not say which network it is for. */
  private Optional<Match> findFlatInAnyPart(String name) {
    for (ModelPart part : ModelPart.values()) {
      Optional<Match> match = findFlat(part, name);
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }

  private Optional<Match> findFlat(ModelPart part, String name) {
    String module = flat.get(part).get(name);
    if (module != null) {
      return Optional.of(new Match(part, module, false));
    }
    String block = part == ModelPart.UNET ? sgm.get(name) : null;
    return Optional.ofNullable(block).map(found -> new Match(part, found, true));
  }

  private Optional<Match> findDotted(ModelPart part, String name) {
    Map<String, long[]> modules = targets.modules(part);
    if (modules.containsKey(name)) {
      return Optional.of(new Match(part, name, false));
    }
    String older = "text_model." + name;
    return modules.containsKey(older)
        ? Optional.of(new Match(part, older, false))
        : Optional.empty();
  }

  /** A plain PEFT file does not say which network it is for, so this searches all. */
  private Optional<Match> findInAnyPart(String name) {
    for (ModelPart part : ModelPart.values()) {
      Optional<Match> match = findDotted(part, name);
      if (match.isPresent()) {
        return match;
      }
    }
    return findFlatInAnyPart(flatten(name));
  }

  private static String flatten(String module) {
    return module.replace('.', '_');
  }
}
