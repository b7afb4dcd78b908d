package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An adapter, matched to one model. Every tensor of the file must be understood; an unknown one is
 * refused by name, never silently ignored. Immutable; weights are read on access.
 */
public final class LoraFile {
  private static final List<String> NAMES =
      List.of("adapter_model.safetensors", "pytorch_lora_weights.safetensors");

  private final Path path;
  private final LoraFormat format;
  private final Map<String, LoraModule> modules;
  private final List<String> ignored;
  private final Optional<String> words;

  LoraFile(
      Path path,
      LoraFormat format,
      Collection<LoraModule> modules,
      List<String> ignored,
      Optional<String> words) {
    this.path = path;
    this.format = format;
    Map<String, LoraModule> byName = new LinkedHashMap<>();
    modules.forEach(module -> byName.put(key(module.part(), module.weightName()), module));
    this.modules = Collections.unmodifiableMap(byName);
    this.ignored = List.copyOf(ignored);
    this.words = words;
  }

  /**
   * Reads an adapter for a model.
   *
   * @param path a safetensors file, or a folder with one under its usual name
   * @throws InvalidModelException when it is not a LoRA, is incomplete, or does not fit the model
   */
  public static LoraFile read(Path path, LoraTargets targets) {
    return read(path, targets, false);
  }

  /**
   * Reads an adapter and ignores tensors that are not a LoRA's, are incomplete, don't fit, or
   * belong to modules that the model doesn't have.
   *
   * @throws InvalidModelException when it is not a LoRA, contains NaN, or is for another
   *     architecture
   */
  public static LoraFile readLeniently(Path path, LoraTargets targets) {
    return read(path, targets, true);
  }

  public Path path() {
    return path;
  }

  public LoraFormat format() {
    return format;
  }

  /** The modules it changes, in the order of the file. */
  public Collection<LoraModule> modules() {
    return modules.values();
  }

  /** Its change of a module's weight; empty if it doesn't change it. */
  public Optional<LoraModule> find(ModelPart part, String module) {
    return Optional.ofNullable(modules.get(key(part, module + ".weight")));
  }

  /** Names in the file of ignored modules and tensors; empty unless read leniently. */
  public List<String> ignored() {
    return ignored;
  }

  /** What a prompt must say to bring it out, where its header names that. */
  public Optional<String> words() {
    return words;
  }

  private static LoraFile read(Path path, LoraTargets targets, boolean lenient) {
    SafetensorsFile file = SafetensorsFile.open(Files.isDirectory(path) ? inFolder(path) : path);
    return new LoraReader(file, targets, lenient).read();
  }

  private static Path inFolder(Path folder) {
    for (String name : NAMES) {
      if (Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new InvalidModelException(
        folder, "", "no adapter in it (expected: " + String.join(" or ", NAMES) + ")");
  }

  private static String key(ModelPart part, String weight) {
    return part.folder() + "." + weight;
  }
}
