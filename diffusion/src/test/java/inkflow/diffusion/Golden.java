package inkflow.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** One case of the golden fixtures; their README says what is in it. */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private SafetensorsFile io;

  private Golden(Path folder) {
    this.folder = folder;
  }

  public static Golden of(String name) {
    try {
      return new Golden(
          Path.of(Golden.class.getResource("/golden/README.md").toURI()).resolveSibling(name));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path path(String name) {
    return folder.resolve(name);
  }

  public JsonNode json(String name) {
    try (InputStream raw = Files.newInputStream(path(name));
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tensor of {@code io.safetensors}. */
  public TensorView tensor(String name) {
    if (io == null) {
      io = SafetensorsFile.open(path("io.safetensors"));
    }
    TensorView tensor = io.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(name + " in " + folder);
    }
    return tensor;
  }

  public float[] floats(String name) {
    return tensor(name).toFloats();
  }

  /** |got - want| / |want| over all elements. */
  public static double relativeError(float[] got, float[] want) {
    if (got.length != want.length) {
      throw new IllegalArgumentException(got.length + " values (expected: " + want.length + ")");
    }
    double difference = 0;
    double size = 0;
    for (int i = 0; i < want.length; i++) {
      difference += Math.pow((double) got[i] - want[i], 2);
      size += Math.pow(want[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
