package inkflow.diffusion.engine.torch;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.hardware.CudaDriver;
import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.MemoryNeed;
import inkflow.diffusion.networks.torch.PixelMemory;
import inkflow.diffusion.networks.torch.TorchNetworks;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.text.PromptChunks;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Loads a {@link ModelFiles} onto its device. Runs on the device thread. */
public final class NetworksOpener {
  private static final int LARGEST_WARM_UP = 256;
  private static final int SMALLEST = 64;
  private static final List<Integer> GPU_WARM_UP_ROWS = List.of(1, 2, 4);

  private final ModelFiles model;
  private final GpuProbe probe;

  public NetworksOpener(ModelFiles model) {
    this(model, CudaDriver.here());
  }

  /**
   * @param probe asked only if the options name a GPU
   */
  public NetworksOpener(ModelFiles model, GpuProbe probe) {
    this.model = model;
    this.probe = probe;
  }

  /**
   * Checks that the device exists and has enough memory for the model. Any thread; loads nothing,
   * not even libtorch.
   *
   * @return the GPU that it is; empty for the processor
   * @throws inkflow.diffusion.hardware.NoGpuException for a GPU that isn't there or can't be used
   * @throws inkflow.diffusion.weights.file.InvalidModelException for too little memory
   */
  public Optional<Gpu> check() {
    ai.djl.Device torch = checked().device();
    return torch.isGpu()
        ? Optional.of(probe.probe().gpus().get(torch.getDeviceId()))
        : Optional.empty();
  }

  /**
   * The memory that the model leaves free on its GPU, in bytes; empty on the processor.
   *
   * @throws inkflow.diffusion.hardware.NoGpuException for a GPU that isn't there or can't be used
   */
  public OptionalLong gpuRoom() {
    Arithmetic arithmetic = arithmetic();
    if (!arithmetic.device().isGpu()) {
      return OptionalLong.empty();
    }
    long free = NetworksMemory.of(arithmetic.device(), probe).bytes().orElse(0);
    return OptionalLong.of(Math.max(0, free - need(arithmetic).bytes()));
  }

  private Arithmetic checked() {
    Arithmetic arithmetic = arithmetic();
    NetworksMemory.of(arithmetic.device(), probe)
        .require(
            need(arithmetic), model.checkpoint().path(), model.options().get(EngineOption.DEVICE));
    return arithmetic;
  }

  private Arithmetic arithmetic() {
    EngineOptions options = model.options();
    ai.djl.Device torch = TorchDeviceName.of(options.get(EngineOption.DEVICE), probe);
    return Arithmetic.of(torch, options.get(EngineOption.PRECISION));
  }

  private MemoryNeed need(Arithmetic arithmetic) {
    return MemoryNeed.of(
        model.checkpoint(), model.autoencoder(), model.controlNets().values(), arithmetic);
  }

  /**
   * Opens the networks; the caller closes the device.
   *
   * @throws inkflow.diffusion.weights.file.InvalidModelException also if the device has too little
   *     memory for the model
   */
  public NetworksDevice open() {
    List<PromptChunks> prompts = model.prompts();
    Arithmetic arithmetic = checked();
    TorchRuntime.start(ComputeThreads.of(model.options().get(EngineOption.THREADS)));
    if (arithmetic.device().isGpu()) {
      TorchRuntime.requireGpu(arithmetic.device());
    }
    TorchNetworks networks =
        TorchNetworks.open(
            model.checkpoint(), model.autoencoder(), model.controlNets(), arithmetic);
    NetworksLoras loras = new NetworksLoras(networks, model.adapters());
    return new NetworksDevice(
        NDManager.newBaseManager(arithmetic.device(), "PyTorch"),
        networks,
        prompts,
        loras::fuse,
        NetworksMemory.of(arithmetic.device(), probe)
            .calls(PixelMemory.of(model.checkpoint(), model.autoencoder(), arithmetic)));
  }

  /**
   * Runs every stage, so that the first request is as fast as later ones. On a GPU with pictures of
   * the model's own size and for some numbers of rows, as libtorch prepares kernels and memory for
   * each; on a processor once, and with a small picture if a whole one would take seconds:
   * preparing the kernels for the full size is then a small part of the first request.
   */
  public void warmUp(Device device, MixedWeights weights) {
    boolean gpu = !model.options().get(EngineOption.DEVICE).equals("cpu");
    int nativeSize = model.info().nativeSize();
    int side = !gpu && nativeSize > LARGEST_WARM_UP ? SMALLEST : nativeSize;
    Latent empty = device.emptyLatent(side, side);
    Embedding nothing = device.encodeText(weights, List.of("")).get(0);
    Picture black = new Picture(side, side, new byte[side * side * 3]);
    List<RowControl> controls =
        model.controlNets().keySet().stream().map(name -> new RowControl(name, black, 1)).toList();
    Latent beside =
        new Latent(1, empty.height(), empty.width(), new float[empty.height() * empty.width()])
            .and(empty);
    Latent input = model.repaints() ? empty.and(beside) : empty;
    Row row = new Row(input, 999, nothing, new MicroConditioning(side, side), 1, controls);
    for (int rows : gpu ? GPU_WARM_UP_ROWS : List.of(1)) {
      Latent latent = device.predict(weights, Collections.nCopies(rows, row)).get(0);
      device.encodeImage(device.decode(List.of(latent)));
    }
  }
}
