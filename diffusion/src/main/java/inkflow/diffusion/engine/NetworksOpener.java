package inkflow.diffusion.engine;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.networks.Arithmetic;
import inkflow.diffusion.networks.TorchNetworks;
import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.util.List;

/** Loads a {@link Checkpoint} onto its device. Runs on the device thread. */
final class NetworksOpener {
  private final Checkpoint checkpoint;

  NetworksOpener(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * Opens the networks and takes them once through every stage, so that the first request is as
   * fast as the next.
   */
  NetworksDevice open() {
    EngineOptions options = checkpoint.options();
    TorchRuntime.start(Threads.of(options.threads()));
    ai.djl.Device torch = NetworksPlace.of(options.device());
    Arithmetic arithmetic = Arithmetic.of(torch, options.precision());
    TorchNetworks networks =
        TorchNetworks.open(checkpoint.folder(), checkpoint.autoencoder(), arithmetic);
    NetworksLoras loras = new NetworksLoras(networks, checkpoint);
    ClipTokenizer tokenizer = ClipTokenizer.read(checkpoint.folder().tokenizers().get(0));
    NetworksDevice device =
        new NetworksDevice(
            NDManager.newBaseManager(torch, "PyTorch"),
            networks,
            tokenizer::encode,
            new LruByBytes<>(options.loraCacheBytes(), loras::fuse, weights -> weights.bytes()));
    try {
      warmUp(device);
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
    return device;
  }

  private void warmUp(Device device) {
    int side = checkpoint.info().nativeSize();
    Latent empty = device.emptyLatent(side, side);
    Embedding nothing = device.encodeText(List.of("")).get(0);
    LoraMix mix = checkpoint.shelf().mix(List.of());
    Latent latent = device.predict(mix, List.of(new Row(empty, 999, nothing))).get(0);
    device.encodeImage(device.decode(List.of(latent)));
  }
}
