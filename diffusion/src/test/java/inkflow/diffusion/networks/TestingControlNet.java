package inkflow.diffusion.networks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.TestingSafetensors;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.ControlNetModel;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
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
import java.util.function.BiFunction;

/** Writes ControlNets for a UNet. */
public final class TestingControlNet {
  private TestingControlNet() {}

  /**
   * One of random weights.
   *
   * @param unet folder of the UNet it is for
   * @return the folder
   */
  public static Path random(Path folder, Path unet) {
    Random random = new Random(5);
    return write(folder, unet, (name, shape) -> tensor(folder, name, shape, random));
  }

  /**
   * A ControlNet that ignores the picture and whose residuals equal the UNet's own skips and
   * middle.
   */
  public static Path copyOf(Path folder, Path unet) {
    TensorMap own = ComponentFolder.ofDiffusers(unet).tensors();
    return write(
        folder,
        unet,
        (name, shape) -> own.find(name).orElseGet(() -> identity(folder, name, shape)));
  }

  private static Path write(
      Path folder, Path unet, BiFunction<String, long[], TensorView> weights) {
    ObjectNode config = JsonFile.read(unet.resolve("config.json")).node().deepCopy();
    config.remove("time_cond_proj_dim");
    config.put("_class_name", "ControlNetModel");
    config.putArray("conditioning_embedding_out_channels").add(8).add(8).add(8).add(16);
    Layers layers = new Layers(new Script(), inkflow.diffusion.torchscript.DType.FLOAT32);
    Path file = folder.resolve("config.json");
    new ControlNetModel(ControlNetConfig.read(JsonFile.of(file, config)), layers).write();
    List<TensorView> tensors = new ArrayList<>();
    layers.parameters().layout().forEach((name, shape) -> tensors.add(weights.apply(name, shape)));
    try {
      Files.createDirectories(folder);
      Files.writeString(file, config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestingSafetensors.write(folder.resolve("diffusion_pytorch_model.safetensors"), tensors);
    return folder;
  }

  /** An identity 1x1 convolution; zeros for all other tensors. */
  private static TensorView identity(Path file, String name, long[] shape) {
    boolean passes = !name.contains("cond_embedding") && shape.length == 4;
    int elements = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      bytes.putFloat(passes && i % (shape[1] + 1) == 0 ? 1 : 0);
    }
    return new TensorView(file, name, DType.F32, shape, bytes.flip());
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
