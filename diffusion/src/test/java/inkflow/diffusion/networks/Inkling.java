package inkflow.diffusion.networks;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.TorchNetworks;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.CheckpointFolder;
import inkflow.diffusion.weights.checkpoint.ControlNetFiles;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The model in the repository. */
public final class Inkling {
  private static final Path FOLDER = Path.of("../models/inkling");

  private Inkling() {}

  static ModelCheckpoint checkpoint() {
    return CheckpointFolder.open(FOLDER);
  }

  public static TorchNetworks open(Precision precision) {
    TorchRuntime.start(2);
    ModelCheckpoint checkpoint = checkpoint();
    return TorchNetworks.open(
        checkpoint,
        checkpoint.autoencoder(),
        Map.of("sketch", ControlNetFiles.open(FOLDER.resolve("controlnet/sketch"))),
        Arithmetic.of(Device.cpu(), precision));
  }

  /** Tells a network's weights from others. */
  public static String sha256(String part) {
    try {
      Path file = FOLDER.resolve(part).resolve("diffusion_pytorch_model.safetensors");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
