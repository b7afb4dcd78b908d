package inkflow.diffusion.engine;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.Picture;
import inkflow.diffusion.networks.Arithmetic;
import inkflow.diffusion.networks.TorchNetworks;
import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.util.List;

/** Loads a {@link ModelFiles} onto its device. Runs on the device thread. */
final class NetworksOpener {
  private final ModelFiles model;

  NetworksOpener(ModelFiles model) {
    this.model = model;
  }

  /**
   * Loads the networks and takes them once through every stage, so that the first request is as
   * fast as the next.
   */
  NetworksDevice open() {
    NetworksDevice device = load();
    try {
      warmUp(device);
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
    return device;
  }

  /** Loads the networks. */
  NetworksDevice load() {
    EngineOptions options = model.options();
    List<ClipTokenizer> tokenizers = Tokenizers.of(model.checkpoint());
    TorchRuntime.start(Threads.of(options.threads()));
    ai.djl.Device torch = NetworksPlace.of(options.device());
    Arithmetic arithmetic = Arithmetic.of(torch, options.precision());
    TorchNetworks networks =
        TorchNetworks.open(
            model.checkpoint(), model.autoencoder(), model.controlNets(), arithmetic);
    NetworksLoras loras = new NetworksLoras(networks, model);
    return new NetworksDevice(
        NDManager.newBaseManager(torch, "PyTorch"),
        networks,
        tokenizers,
        new LruByBytes<>(options.loraCacheBytes(), loras::fuse, weights -> weights.bytes()));
  }

  private void warmUp(Device device) {
    int side = model.info().nativeSize();
    Latent empty = device.emptyLatent(side, side);
    Embedding nothing = device.encodeText(List.of("")).get(0);
    Picture black = new Picture(side, side, new byte[side * side * 3]);
    List<RowControl> controls =
        model.controlNets().keySet().stream().map(name -> new RowControl(name, black, 1)).toList();
    Row row = new Row(empty, 999, nothing, new MicroConditioning(side, side), 1, controls);
    LoraMix mix = model.shelf().mix(List.of());
    Latent latent = device.predict(mix, List.of(row)).get(0);
    device.encodeImage(device.decode(List.of(latent)));
  }
}
