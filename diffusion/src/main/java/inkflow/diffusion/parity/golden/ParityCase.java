package inkflow.diffusion.parity.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * A folder with {@code case.json}, usually {@code io.safetensors} with inputs {@code
 * in.<call>.<name>} and expected outputs {@code out.<call>.<name>}, and further files of the case.
 * Immutable.
 */
public final class ParityCase {
  public static final String DESCRIPTION = "case.json";
  private static final String TENSORS = "io.safetensors";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Device device;
  private final Path folder;
  private final JsonNode json;
  private final Map<String, TensorView> tensors;

  private ParityCase(Device device, Path folder, JsonNode json, Map<String, TensorView> tensors) {
    this.device = device;
    this.folder = folder;
    this.json = json;
    this.tensors = tensors;
  }

  /**
   * @param device that networks run on
   * @throws InvalidModelException when one of its files is missing or broken
   */
  public static ParityCase read(Path folder, Device device) {
    Path io = folder.resolve(TENSORS);
    return new ParityCase(
        device,
        folder,
        parse(folder.resolve(DESCRIPTION)),
        Files.exists(io) ? SafetensorsFile.open(io).tensors() : Map.of());
  }

  /** How its networks compute; the tolerances called fp32 are for this. */
  public Arithmetic arithmetic() {
    return Arithmetic.of(device, Precision.FP32);
  }

  /** Of arrays on its device, networks' inputs and outputs; close it. */
  public NDManager newManager() {
    return NDManager.newBaseManager(device, "PyTorch");
  }

  public String kind() {
    return json.path("kind").asText();
  }

  /** {@code case.json}. */
  public JsonNode json() {
    return json;
  }

  /** How {@code case.json}, or one of its calls, configures the scheduler. */
  public SchedulerConfig scheduler(JsonNode of) {
    return of.has("config")
        ? SchedulerConfig.read(config(of.get("config")))
        : SchedulerConfig.stableDiffusion();
  }

  /** A part of the case's JSON as a configuration, whose errors name the field. */
  public JsonFile config(JsonNode node) {
    return JsonFile.of(folder.resolve(DESCRIPTION), node);
  }

  /** A JSON file of the case; may be gzipped. */
  public JsonNode json(String name) {
    return parse(path(name));
  }

  /** A file of the case, or one that it names relative to itself. */
  public Path path(String name) {
    return folder.resolve(name).normalize();
  }

  /** The folder of a network: {@code models.<role>}. */
  public Path model(String role) {
    JsonNode model = json.path("models").path(role);
    if (!model.isTextual()) {
      throw new InvalidModelException(
          folder.resolve(DESCRIPTION), "models." + role, "missing (expected: a folder)");
    }
    return path(model.asText());
  }

  /** Names of the calls that have tensors. */
  public SortedSet<String> calls() {
    SortedSet<String> calls = new TreeSet<>();
    tensors.keySet().forEach(name -> calls.add(name.split("\\.")[1]));
    return calls;
  }

  /** Names of the tensors with this prefix, without the prefix. */
  public SortedSet<String> names(String prefix) {
    SortedSet<String> names = new TreeSet<>();
    for (String name : tensors.keySet()) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  public TensorView tensor(String name) {
    TensorView tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidModelException(folder.resolve(TENSORS), name, "missing");
    }
    return tensor;
  }

  public float[] floats(String name) {
    return tensor(name).toFloats();
  }

  /** A copy of a tensor for libtorch: integers as int64, all else as float32. */
  public NDArray array(NDManager scope, String name) {
    TensorView tensor = tensor(name);
    Shape shape = new Shape(tensor.shape());
    return tensor.dtype() == DType.I64
        ? scope.create(tensor.toLongs(), shape)
        : scope.create(tensor.toFloats(), shape);
  }

  private static JsonNode parse(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new InvalidModelException(file, "", "can't be read (expected: JSON)", e);
    }
  }
}
