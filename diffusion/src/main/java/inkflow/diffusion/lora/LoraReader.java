package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one file: collects the tensors of each module, then checks and matches the modules. */
final class LoraReader {
  private static final int LISTED = 5;

  /**
   * The trigger phrase of <a href="https://github.com/Stability-AI/ModelSpec">ModelSpec</a>'s
   * metadata.
   */
  private static final String TRIGGER_PHRASE = "modelspec.trigger_phrase";

  private final Path path;
  private final SafetensorsFile file;
  private final LoraTargets targets;
  private final boolean lenient;
  private final ModuleNames names;
  private final LoraAlphas alphas;
  private final Map<String, Parts> stems = new LinkedHashMap<>();
  private final Set<LoraFormat> formats = EnumSet.noneOf(LoraFormat.class);
  private final List<String> ignored = new ArrayList<>();

  LoraReader(SafetensorsFile file, LoraTargets targets, boolean lenient) {
    this.file = file;
    this.path = file.path();
    this.targets = targets;
    this.lenient = lenient;
    this.names = new ModuleNames(targets);
    this.alphas = LoraAlphas.find(path, file.metadata());
  }

  LoraFile read() {
    LoraKey.refuseOtherKinds(path, file.tensors().keySet());
    LoraFamily.requireSame(path, file.tensors().values(), targets);
    collect();
    List<String> unknown =
        stems.keySet().stream().filter(stem -> names.find(stem).isEmpty()).toList();
    Map<String, String> misfits = new LinkedHashMap<>();
    requireSameArchitecture(unknown, misfits);
    requireWhole();
    Map<String, LoraModule> modules = match(misfits);
    requireSameArchitecture(unknown, misfits);
    refuseOrIgnore(misfits.keySet(), misfits::get);
    refuseOrIgnore(unknown, stem -> "the model has no such module");
    new TensorMap(path, file.tensors().values()).requireFinite();
    return new LoraFile(path, format(), modules.values(), ignored, words());
  }

  private Optional<String> words() {
    return Optional.ofNullable(file.metadata().get(TRIGGER_PHRASE))
        .map(String::strip)
        .filter(phrase -> !phrase.isEmpty());
  }

  private void refuseOrIgnore(Collection<String> names, Function<String, String> problem) {
    if (!names.isEmpty() && !lenient) {
      String first = names.iterator().next();
      throw new InvalidModelException(path, first, problem.apply(first) + more(names));
    }
    ignored.addAll(names);
  }

  /** The tensors of one module, under the file's own name for it. */
  private static final class Parts {
    final Map<LoraKey.Role, TensorView> tensors = new EnumMap<>(LoraKey.Role.class);
    LoraFormat format = LoraFormat.KOHYA;

    TensorView down() {
      return tensors.get(LoraKey.Role.DOWN);
    }

    TensorView up() {
      return tensors.get(LoraKey.Role.UP);
    }
  }

  private void collect() {
    List<String> foreign = new ArrayList<>();
    for (TensorView tensor : file.tensors().values()) {
      Optional<LoraKey> key = LoraKey.parse(tensor.name());
      if (key.isEmpty()) {
        foreign.add(tensor.name());
        continue;
      }
      Parts parts = stems.computeIfAbsent(key.get().stem(), stem -> new Parts());
      if (key.get().role() != LoraKey.Role.ALPHA) {
        parts.format = key.get().format();
      }
      if (parts.tensors.put(key.get().role(), tensor) != null) {
        throw new InvalidModelException(path, tensor.name(), "there twice in two spellings");
      }
    }
    refuseOrIgnore(foreign, name -> "not part of a LoRA");
    if (stems.isEmpty()) {
      throw new InvalidModelException(path, "", "no tensors (expected: a LoRA)");
    }
  }

  private void requireWhole() {
    List<String> halves = new ArrayList<>();
    stems.forEach(
        (stem, parts) -> {
          if (parts.down() == null || parts.up() == null) {
            halves.add(stem);
          }
        });
    refuseOrIgnore(
        halves, stem -> "only " + stems.get(stem).tensors.keySet() + " (expected: DOWN and UP)");
    stems.keySet().removeAll(halves);
  }

  private Map<String, LoraModule> match(Map<String, String> misfits) {
    Map<String, LoraModule> modules = new LinkedHashMap<>();
    Map<String, Boolean> sgm = new LinkedHashMap<>();
    stems.forEach(
        (stem, parts) -> {
          Optional<ModuleNames.Match> found = names.find(stem);
          if (found.isEmpty()) {
            return;
          }
          ModuleNames.Match match = found.get();
          String key = match.part().folder() + "." + match.module();
          long[] shape = targets.shape(match.part(), match.module()).orElseThrow();
          String misfit = LoraShapes.misfit(shape, parts.down().shape(), parts.up().shape());
          if (!misfit.isEmpty()) {
            misfits.put(stem, misfit);
            return;
          }
          formats.add(match.sgm() ? LoraFormat.KOHYA_SGM : parts.format);
          Boolean before = sgm.get(key);
          if (before != null && before == match.sgm()) {
            throw new InvalidModelException(path, stem, "there twice in two spellings");
          }
          // If a file has both spellings of a block, they mean the same; use diffusers' one.
          if (before == null || before) {
            modules.put(key, module(match, shape, stem, parts));
            sgm.put(key, match.sgm());
          }
        });
    return modules;
  }

  private LoraModule module(ModuleNames.Match match, long[] shape, String stem, Parts parts) {
    int rank = Math.toIntExact(parts.down().shape()[0]);
    double scale = alphas.scale(match.part(), match.module(), rank).orElse(1);
    TensorView alpha = parts.tensors.get(LoraKey.Role.ALPHA);
    if (alpha != null) {
      if (alpha.elements() != 1 || !Double.isFinite(alpha.toNumber())) {
        throw new InvalidModelException(path, stem + ".alpha", alpha + " (expected: one number)");
      }
      scale = alpha.toNumber() / rank;
    }
    return new LoraModule(
        match.part(),
        match.module(),
        LoraModule.TargetShape.of(shape),
        parts.down(),
        parts.up(),
        rank,
        scale);
  }

  /** If half of the modules don't fit, reports another architecture instead of single names. */
  private void requireSameArchitecture(List<String> unknown, Map<String, String> misfits) {
    int wrong = unknown.size() + misfits.size();
    if (2 * wrong < stems.size()) {
      return;
    }
    throw new InvalidModelException(
        path,
        unknown.isEmpty() ? misfits.keySet().iterator().next() : unknown.get(0),
        wrong
            + " of "
            + stems.size()
            + " modules don't fit: the adapter is for another architecture than the model");
  }

  private LoraFormat format() {
    return formats.size() == 1 ? formats.iterator().next() : LoraFormat.MIXED;
  }

  private static String more(Collection<String> names) {
    if (names.size() < 2) {
      return "";
    }
    List<String> listed = new ArrayList<>(names).subList(0, Math.min(LISTED, names.size()));
    String rest = names.size() > LISTED ? ", ..." : "";
    return " (" + names.size() + " such: " + String.join(", ", listed) + rest + ")";
  }
}
