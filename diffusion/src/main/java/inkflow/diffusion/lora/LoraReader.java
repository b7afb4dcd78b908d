package inkflow.diffusion.lora;

import inkflow.diffusion.lora.kinds.WeightDelta;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    LoraFamily.requireSame(path, file.tensors(), targets);
    collect();
    List<String> unknown =
        stems.keySet().stream().filter(stem -> names.find(stem).isEmpty()).toList();
    Map<String, String> misfits = new LinkedHashMap<>();
    requireSameArchitecture(unknown, misfits);
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
  }

  private void collect() {
    List<String> foreign = new ArrayList<>();
    for (TensorView tensor : file.tensors().values()) {
      Optional<LoraKey> key = LoraKey.parse(tensor.name(), file.tensors().keySet());
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
    refuseOrIgnore(foreign, name -> "not part of an adapter");
    if (stems.isEmpty()) {
      throw new InvalidModelException(path, "", "no tensors (expected: an adapter)");
    }
  }

  private Map<String, LoraModule> match(Map<String, String> misfits) {
    Map<String, LoraModule> modules = new LinkedHashMap<>();
    Map<String, Boolean> sgm = new LinkedHashMap<>();
    Map<String, String> broken = new LinkedHashMap<>();
    stems.forEach(
        (stem, parts) -> {
          Optional<ModuleNames.Match> found = names.find(stem);
          if (found.isEmpty()) {
            return;
          }
          ModuleNames.Match match = found.get();
          List<LoraModule> changes;
          try {
            changes = changes(match, stem, parts);
          } catch (MisfitException e) {
            misfits.put(stem, e.getMessage());
            return;
          } catch (IllegalArgumentException e) {
            broken.put(stem, e.getMessage());
            return;
          }
          formats.add(match.sgm() ? LoraFormat.KOHYA_SGM : parts.format);
          String key = match.part().folder() + "." + match.module();
          Boolean before = sgm.get(key);
          if (before != null && before == match.sgm()) {
            throw new InvalidModelException(path, stem, "there twice in two spellings");
          }
          // If a file has both spellings of a block, they mean the same; use diffusers' one.
          if (before == null || before) {
            changes.forEach(
                change -> modules.put(match.part().folder() + "." + change.weightName(), change));
            sgm.put(key, match.sgm());
          }
        });
    refuseOrIgnore(broken.keySet(), broken::get);
    return modules;
  }

  /** What a module's tensors change: its weight, its bias, or both. */
  private List<LoraModule> changes(ModuleNames.Match match, String stem, Parts parts) {
    LoraDeltas deltas = new LoraDeltas(parts.tensors);
    long[] shape = targets.shape(match.part(), match.module()).orElseThrow();
    List<LoraModule> changes = new ArrayList<>();
    deltas
        .ofWeight(shape)
        .ifPresent(formula -> changes.add(weight(match, shape, stem, parts, deltas, formula)));
    deltas
        .ofBias()
        .ifPresent(
            delta -> {
              long[] bias =
                  targets
                      .bias(match.part(), match.module())
                      .orElseThrow(() -> new MisfitException("the model's module has no bias"));
              changes.add(module(match, LoraModule.BIAS, bias, delta, 0, 1));
            });
    return changes;
  }

  private LoraModule weight(
      ModuleNames.Match match,
      long[] shape,
      String stem,
      Parts parts,
      LoraDeltas deltas,
      LoraDeltas.Formula formula) {
    TensorView down = parts.tensors.get(LoraKey.Role.DOWN);
    if (down != null && !parts.tensors.containsKey(LoraKey.Role.MID)) {
      String misfit =
          LoraShapes.misfit(shape, down.shape(), parts.tensors.get(LoraKey.Role.UP).shape());
      if (!misfit.isEmpty()) {
        throw new MisfitException(misfit);
      }
    }
    double scale = scale(match, stem, parts, formula.rank());
    Optional<WeightDelta> decomposed = deltas.decomposed(formula.delta(), scale);
    return module(
        match,
        LoraModule.WEIGHT,
        shape,
        decomposed.orElse(formula.delta()),
        formula.rank(),
        decomposed.isPresent() ? 1 : scale);
  }

  /** alpha / rank. */
  private double scale(ModuleNames.Match match, String stem, Parts parts, int rank) {
    if (rank == 0) {
      return 1;
    }
    TensorView alpha = parts.tensors.get(LoraKey.Role.ALPHA);
    if (alpha == null) {
      return alphas.scale(match.part(), match.module(), rank).orElse(1);
    }
    if (alpha.elements() != 1 || !Double.isFinite(alpha.toNumber())) {
      throw new InvalidModelException(path, stem + ".alpha", alpha + " (expected: one number)");
    }
    return alpha.toNumber() / rank;
  }

  private static LoraModule module(
      ModuleNames.Match match,
      String parameter,
      long[] shape,
      WeightDelta delta,
      int rank,
      double scale) {
    LoraModule.TargetShape target = LoraModule.TargetShape.of(shape);
    if (delta.rows() != target.out() || delta.columns() != target.in()) {
      throw new MisfitException(
          "changes %d x %d (expected: to fit %s)"
              .formatted(delta.rows(), delta.columns(), Arrays.toString(shape)));
    }
    return new LoraModule(match.part(), match.module(), parameter, target, delta, rank, scale);
  }

  /** Tensors that are whole, but of another shape than the model's. */
  private static final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MisfitException(String message) {
      super(message);
    }
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
