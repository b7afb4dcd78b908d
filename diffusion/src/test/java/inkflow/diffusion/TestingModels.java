package inkflow.diffusion;

import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small models of every family, with random weights. */
public final class TestingModels {
  private TestingModels() {}

  public static Path sd15() {
    return Golden.of("models").path("sd15");
  }

  public static Path sdxl() {
    return Golden.of("models").path("sdxl");
  }

  /** The SD1.5 model with the UNet of a full LCM, in a folder of its own. */
  public static Path fullLcm(Path folder) throws IOException {
    copy(sd15(), folder);
    copy(Golden.of("models").path("lcm"), folder);
    return folder;
  }

  /** A model with a UNet that takes a mask and a masked picture too, in a folder of its own. */
  public static Path inpainting(Path model, Path folder) throws IOException {
    copy(model, folder);
    Path config = folder.resolve("unet/config.json");
    String nine = Files.readString(config).replace("\"in_channels\": 4", "\"in_channels\": 9");
    Files.writeString(config, nine);
    Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
    Map<String, TensorView> tensors = new TreeMap<>(SafetensorsFile.open(weights).tensors());
    tensors.computeIfPresent("conv_in.weight", (name, kernel) -> widened(kernel));
    Path file = folder.resolve("unet/diffusion_pytorch_model.safetensors");
    TestingSafetensors.write(file, tensors.values());
    return folder;
  }

  private static TensorView widened(TensorView kernel) {
    int outputs = (int) kernel.shape()[0];
    Random random = new Random(9);
    ByteBuffer bytes = ByteBuffer.allocate(outputs * 9 * 9 * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) random.nextGaussian() / 6);
    }
    long[] shape = {outputs, 9, 3, 3};
    return new TensorView(kernel.file(), kernel.name(), DType.F32, shape, bytes.flip());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
