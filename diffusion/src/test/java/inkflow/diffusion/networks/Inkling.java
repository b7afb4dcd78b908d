package inkflow.diffusion.networks;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.CheckpointFolder;
import java.nio.file.Path;

/** The model in the repository. */
final class Inkling {
  private static final Path FOLDER = Path.of("../models/inkling");

  private Inkling() {}

  static TorchNetworks open(Precision precision) {
    TorchRuntime.start(2);
    return TorchNetworks.open(
        CheckpointFolder.open(FOLDER), Arithmetic.of(Device.cpu(), precision));
  }
}
