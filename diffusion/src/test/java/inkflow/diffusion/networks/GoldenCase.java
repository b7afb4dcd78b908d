package inkflow.diffusion.networks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One folder of the golden fixtures; their README says what is in it. */
public final class GoldenCase {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private final Path folder;
  private final JsonNode json;
  private final Map<String, TensorView> io;

  public GoldenCase(String id) {
    this.folder = ROOT.resolve(id);
    this.json = read(folder.resolve("case.json"));
    this.io = SafetensorsFile.open(folder.resolve("io.safetensors")).tensors();
  }

  /** A network's folder. */
  public Path model(String role) {
    return folder.resolve(json.path("models").path(role).asText()).normalize();
  }

  /** A file of the case. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  public List<String> calls() {
    TreeSet<String> calls = new TreeSet<>();
    io.keySet().forEach(name -> calls.add(name.split("\\.")[1]));
    return List.copyOf(calls);
  }

  public boolean has(String name) {
    return io.containsKey(name);
  }

  public NDArray tensor(NDManager scope, String name) {
    TensorView tensor = io.get(name);
    Shape shape = new Shape(tensor.shape());
    return switch (tensor.dtype()) {
      case I64 -> scope.create(tensor.toLongs(), shape);
      case U8 -> scope.create(tensor.bytes(), shape, DataType.UINT8);
      default -> scope.create(tensor.toFloats(), shape);
    };
  }

  /** A field of the case's description. */
  public String text(String field) {
    return json.path(field).asText();
  }

  /** Compares with an expected output, within the case's tolerance for a precision. */
  public void check(String name, NDArray got, Precision precision) {
    assertThat(got.getShape().getShape()).as(name).isEqualTo(io.get(name).shape());
    assertThat(got.getDataType()).isEqualTo(DataType.FLOAT32);
    Difference errors = Difference.between(got.toFloatArray(), io.get(name).toFloats());
    JsonNode limits = json.path("tolerance").path(precision.name().toLowerCase());
    assertThat(errors.relativeL2())
        .as("rel_l2 of " + name)
        .isLessThanOrEqualTo(limits.path("rel_l2").asDouble());
    assertThat(errors.largestOverLargest())
        .as("max_abs_over_max of " + name)
        .isLessThanOrEqualTo(limits.path("max_abs_over_max").asDouble(Double.POSITIVE_INFINITY));
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
