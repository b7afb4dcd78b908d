package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Summary of an adapter file, made without a model.
 *
 * @param format how it names its tensors; block names of SDXL's original code are not told apart
 * @param modules number of modules it changes, including those of text encoders
 * @param ranks of all modules
 * @param alphas from its tensors, else from its header or the configuration beside it
 * @param parameters number of elements in all its matrices
 */
public record LoraSummary(
    LoraFormat format,
    int modules,
    SortedSet<Integer> ranks,
    SortedSet<Double> alphas,
    boolean hasTextEncoder,
    long parameters,
    long bytes) {

  /** Tensors whose first dimension is the rank. */
  private static final Set<LoraKey.Role> RANKED =
      EnumSet.of(
          LoraKey.Role.DOWN, LoraKey.Role.LOHA_1_B, LoraKey.Role.LOKR_1_B, LoraKey.Role.LOKR_2_B);

  /** Whether any of the file's tensors is named as a LoRA's. */
  public static boolean isLora(SafetensorsFile file) {
    Set<String> names = file.tensors().keySet();
    return names.stream()
        .map(name -> LoraKey.parse(name, names))
        .flatMap(Optional::stream)
        .anyMatch(key -> key.role() != LoraKey.Role.ALPHA);
  }

  /**
   * Summarises an adapter.
   *
   * @throws InvalidModelException when it is another kind of adapter
   */
  public static LoraSummary of(SafetensorsFile file) {
    LoraKey.refuseOtherKinds(file.path(), file.tensors().keySet());
    Set<String> stems = new HashSet<>();
    Set<LoraFormat> formats = EnumSet.noneOf(LoraFormat.class);
    SortedSet<Integer> ranks = new TreeSet<>();
    SortedSet<Double> alphas = new TreeSet<>();
    long parameters = 0;
    long bytes = 0;
    for (TensorView tensor : file.tensors().values()) {
      Optional<LoraKey> key = LoraKey.parse(tensor.name(), file.tensors().keySet());
      if (key.isEmpty()) {
        throw new InvalidModelException(file.path(), tensor.name(), "not part of an adapter");
      }
      bytes += tensor.bytes().capacity();
      if (key.get().role() == LoraKey.Role.ALPHA) {
        alphas.add(tensor.toNumber());
        continue;
      }
      stems.add(key.get().stem());
      formats.add(key.get().format());
      parameters += tensor.elements();
      if (RANKED.contains(key.get().role())) {
        ranks.add(Math.toIntExact(tensor.shape()[0]));
      }
    }
    if (alphas.isEmpty()) {
      alphas.addAll(LoraAlphas.find(file.path(), file.metadata()).all());
    }
    LoraFormat format = formats.size() == 1 ? formats.iterator().next() : LoraFormat.MIXED;
    boolean text = stems.stream().anyMatch(LoraSummary::isText);
    return new LoraSummary(format, stems.size(), ranks, alphas, text, parameters, bytes);
  }

  private static boolean isText(String stem) {
    return stem.startsWith("lora_te") || stem.contains("text_");
  }
}
