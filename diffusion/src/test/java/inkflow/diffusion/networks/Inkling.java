package inkflow.diffusion.networks;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.CheckpointFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The model in the repository. */
final class Inkling {
  private static final Path FOLDER = Path.of("../models/inkling");

  private Inkling() {}

  static TorchNetworks open(Precision precision) {
    TorchRuntime.start(2);
    return TorchNetworks.open(
        CheckpointFolder.open(FOLDER), Arithmetic.of(Device.cpu(), precision));
  }

  /** Tells its UNet's weights from others. */
  static String unetSha256() {
    try {
      Path file = FOLDER.resolve("unet/diffusion_pytorch_model.safetensors");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
