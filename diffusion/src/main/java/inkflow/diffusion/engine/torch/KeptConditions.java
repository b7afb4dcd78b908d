package inkflow.diffusion.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.request.MicroConditioning;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps on the device what a UNet makes of texts and of timesteps, by the weights it runs with, as
 * a picture's steps have one text and everybody's few timesteps. At most 64 MiB, counted as
 * float32; the least recently used goes first. Device thread only.
 */
final class KeptConditions implements AutoCloseable {
  private static final long MOST_BYTES = 64L << 20;

  private record Text(UNetWeights weights, Embedding text) {}

  /** What a UNet doesn't take is left out, so that more rows have the same. */
  private record Time(
      UNetWeights weights,
      int timestep,
      Optional<Embedding> pooled,
      Optional<MicroConditioning> size,
      double guidanceScale) {}

  private final Networks networks;
  private final NDManager owner;
  private final Map<Object, NDArray> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param owner of what is kept; closed with this
   */
  KeptConditions(Networks networks, NDManager owner) {
    this.networks = networks;
    this.owner = owner;
  }

  /** Keys and values of each row's text, valid until {@link #trim}. */
  List<NDArray> textKeys(NDManager scope, UNetWeights weights, List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                keep(
                    new Text(weights, row.text()),
                    () ->
                        networks.textKeys(owner, weights, RowTensors.states(scope, List.of(row)))))
        .toList();
  }

  /** Shifts of each row's timestep, valid until {@link #trim}. */
  List<NDArray> timeShifts(NDManager scope, UNetWeights weights, List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                keep(
                    time(weights, row),
                    () -> {
                      List<Row> one = List.of(row);
                      return networks.timeShifts(
                          owner,
                          weights,
                          RowTensors.timesteps(scope, one),
                          RowTensors.conditioning(scope, networks, one).extras());
                    }))
        .toList();
  }

  private Time time(UNetWeights weights, Row row) {
    return new Time(
        weights,
        row.timestep(),
        Optional.of(row.text()).filter(text -> text.pooled().length > 0),
        Optional.of(row.size()).filter(size -> networks.takesTimeIds()),
        networks.guidanceWidth() > 0 ? row.guidanceScale() : 1);
  }

  private NDArray keep(Object key, Supplier<NDArray> maker) {
    NDArray known = kept.get(key);
    if (known != null) {
      return known;
    }
    NDArray made = maker.get();
    kept.put(key, made);
    bytes += bytes(made);
    return made;
  }

  /** Frees what exceeds the limit. Called between calls. */
  void trim() {
    Iterator<NDArray> oldestFirst = kept.values().iterator();
    while (bytes > MOST_BYTES) {
      NDArray oldest = oldestFirst.next();
      bytes -= bytes(oldest);
      oldest.close();
      oldestFirst.remove();
    }
  }

  private static long bytes(NDArray array) {
    return Float.BYTES * array.getShape().size();
  }

  /** Number of texts and timesteps that are kept. */
  int size() {
    return kept.size();
  }

  @Override
  public void close() {
    kept.clear();
    owner.close();
  }
}
