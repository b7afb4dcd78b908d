package inkflow.diffusion.weights.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The weights of one network by their names in diffusers, from however many files. Immutable. */
public final class TensorMap {
  private static final int LISTED = 8;

  private final Path source;
  private final Map<String, TensorView> tensors;

  /**
   * @param source file or folder, for messages
   */
  public TensorMap(Path source, Collection<TensorView> tensors) {
    this.source = source;
    Map<String, TensorView> byName = new LinkedHashMap<>();
    for (TensorView tensor : tensors) {
      if (byName.putIfAbsent(tensor.name(), tensor) != null) {
        throw new InvalidModelException(tensor.file(), tensor.name(), "there twice");
      }
    }
    this.tensors = Collections.unmodifiableMap(byName);
  }

  public Path source() {
    return source;
  }

  public Set<String> names() {
    return tensors.keySet();
  }

  public Collection<TensorView> all() {
    return tensors.values();
  }

  public Optional<TensorView> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** The tensor, whatever its shape. */
  public TensorView require(String name) {
    TensorView tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidModelException(source, name, "missing (expected: a tensor)");
    }
    return tensor;
  }

  /** The tensor, refused unless it is a weight of this shape. */
  public TensorView require(String name, long... shape) {
    TensorView tensor = require(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw tensor.fault(
          "shape: "
              + Arrays.toString(tensor.shape())
              + " (expected: "
              + Arrays.toString(shape)
              + ")");
    }
    if (!tensor.dtype().isWeight()) {
      throw tensor.fault("dtype: " + tensor.dtype() + " (expected: F16, BF16, F32 or fp8)");
    }
    return tensor;
  }

  /**
   * Checks the tensors against a network's layout: refuses missing, unknown and wrongly shaped or
   * typed ones, NaN and infinity. Reads all weights once, in parallel.
   *
   * @param layout every name the network has, with its shape
   */
  public void check(Map<String, long[]> layout) {
    checkLayout(layout);
    requireFinite();
  }

  /**
   * Like {@link #check} without reading the weights, for callers that check them while preparing
   * them.
   */
  public void checkLayout(Map<String, long[]> layout) {
    layout.forEach((name, shape) -> require(name, shape));
    Set<String> unknown = new TreeSet<>(tensors.keySet());
    unknown.removeAll(layout.keySet());
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new InvalidModelException(
          source, first, "not part of this network" + more(unknown, " (unknown tensors: "));
    }
  }

  /** Refuses NaN and infinity in any weight. Reads all weights once, in parallel. */
  public void requireFinite() {
    Stream<TensorView> weights = tensors.values().parallelStream();
    Optional<InvalidModelException> fault =
        weights
            .map(TensorView::findFault)
            .filter(Optional::isPresent)
            .findFirst()
            .orElse(Optional.empty());
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  private static String more(Collection<String> names, String lead) {
    if (names.size() < 2) {
      return "";
    }
    List<String> listed = new ArrayList<>(names).subList(0, Math.min(LISTED, names.size()));
    String rest = names.size() > LISTED ? ", ... " + names.size() + " in all" : "";
    return lead + String.join(", ", listed) + rest + ")";
  }
}
