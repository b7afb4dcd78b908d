package inkflow.diffusion.networks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.TestingSafetensors;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.weights.ControlNetConfig;
import inkflow.diffusion.weights.DType;
import inkflow.diffusion.weights.JsonFile;
import inkflow.diffusion.weights.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes a ControlNet of random weights for a UNet. */
public final class TestingControlNet {
  private TestingControlNet() {}

  /**
   * @param unetConfig of the UNet it is for
   * @return the folder
   */
  public static Path write(Path folder, Path unetConfig) {
    ObjectNode config = JsonFile.read(unetConfig).node().deepCopy();
    config.put("_class_name", "ControlNetModel");
    config.putArray("conditioning_embedding_out_channels").add(8).add(8).add(8).add(16);
    Layers layers = new Layers(new Script(), inkflow.diffusion.torchscript.DType.FLOAT32);
    Path file = folder.resolve("config.json");
    new ControlNetModel(ControlNetConfig.read(JsonFile.of(file, config)), layers).write();
    Random random = new Random(5);
    List<TensorView> tensors = new ArrayList<>();
    layers
        .parameters()
        .layout()
        .forEach((name, shape) -> tensors.add(tensor(file, name, shape, random)));
    try {
      Files.createDirectories(folder);
      Files.writeString(file, config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestingSafetensors.write(folder.resolve("diffusion_pytorch_model.safetensors"), tensors);
    return folder;
  }

  /** Norms begin at one, all else around zero and smaller the more inputs it has. */
  private static TensorView tensor(Path file, String name, long[] shape, Random random) {
    int elements = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    boolean norm = name.contains("norm") && name.endsWith(".weight");
    double spread = shape.length < 2 ? 0.1 : 1 / Math.sqrt((double) elements / shape[0]);
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      bytes.putFloat((float) ((norm ? 1 : 0) + spread * random.nextGaussian()));
    }
    return new TensorView(file, name, DType.F32, shape, bytes.flip());
  }
}
