package inkflow.diffusion.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.engine.device.CallMemory;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceLostException;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.text.PromptChunks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@link Networks} as a {@link Device}. Every array of a call belongs to that call's scope. */
public final class NetworksDevice implements Device {
  /** Messages of libtorch, cuBLAS and cuDNN after which a smaller call can work. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("out of memory|can't allocate memory|STATUS_ALLOC_FAILED");

  /** libtorch's messages after which no later call can work. */
  private static final Pattern LOST = Pattern.compile("CUDA error");

  private final NDManager manager;
  private final Networks networks;
  private final NetworksPrompts text;
  private final Function<LoraMix, NetworksMix> fuser;
  private final CallMemory memory;
  private final KeptConditions conditions;

  /**
   * @param manager of the device; closed with this
   * @param networks closed with this
   * @param prompts in the order of the networks' text encoders
   * @param fuser makes the weights of a mix
   * @param memory estimate of the memory that calls use
   */
  NetworksDevice(
      NDManager manager,
      Networks networks,
      List<PromptChunks> prompts,
      Function<LoraMix, NetworksMix> fuser,
      CallMemory memory) {
    this.manager = manager;
    this.networks = networks;
    this.text = new NetworksPrompts(networks, prompts);
    this.fuser = fuser;
    this.memory = memory;
    this.conditions =
        new KeptConditions(networks, NDManager.newBaseManager(manager.getDevice(), "PyTorch"));
  }

  @Override
  public CallMemory memory() {
    return memory;
  }

  @Override
  public Latent emptyLatent(int width, int height) {
    int channels = networks.latentChannels();
    int rows = height / networks.downscale();
    int columns = width / networks.downscale();
    return new Latent(channels, rows, columns, new float[channels * rows * columns]);
  }

  /** Runs one call in its own scope, which frees every array of the call. */
  private <T> T scoped(Function<NDManager, T> call) {
    try (NDManager scope = manager.newSubManager()) {
      return call.apply(scope);
    } catch (EngineException e) {
      throw meaning(e);
    }
  }

  /** The exception that tells whether later calls can work. */
  static RuntimeException meaning(EngineException e) {
    String message = String.valueOf(e.getMessage());
    if (TOO_LARGE.matcher(message).find()) {
      return new DeviceOutOfMemoryException(message, e);
    }
    return LOST.matcher(message).find() ? new DeviceLostException(message, e) : e;
  }

  @Override
  public MixedWeights mix(LoraMix mix) {
    try {
      return fuser.apply(mix);
    } catch (EngineException e) {
      throw meaning(e);
    }
  }

  /** Arrays that outlived their call; more than 0 means a leak. */
  int heldArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public List<Embedding> encodeTexts(MixedWeights weights, List<EncoderTexts> texts) {
    NetworksMix mixed = (NetworksMix) weights;
    return scoped(scope -> text.encode(scope, mixed.text(), texts));
  }

  @Override
  public List<EncodedPicture> encodeImage(List<Picture> pictures) {
    return scoped(
        scope ->
            RowTensors.encoded(networks.encodeImage(scope, RowTensors.pictures(scope, pictures))));
  }

  @Override
  public List<EncodedPicture> encodeMasked(List<MaskedPicture> pictures) {
    return scoped(
        scope ->
            RowTensors.encoded(networks.encodeImage(scope, RowTensors.masked(scope, pictures))));
  }

  @Override
  public List<Latent> predict(MixedWeights weights, List<Row> rows) {
    UNetWeights unet = ((NetworksMix) weights).unet();
    try {
      return scoped(
          scope -> {
            NDArray latent = RowTensors.latents(scope, rows.stream().map(Row::latent).toList());
            return RowTensors.latents(
                networks.predict(
                    scope,
                    unet,
                    latent,
                    conditions.timeShifts(scope, unet, rows),
                    conditions.textKeys(scope, unet, rows),
                    residuals(scope, latent, rows)));
          });
    } finally {
      conditions.trim();
    }
  }

  private List<NDArray> residuals(NDManager scope, NDArray latent, List<Row> rows) {
    if (rows.get(0).controls().isEmpty()) {
      return List.of();
    }
    return networks.residuals(
        scope,
        latent,
        RowTensors.timesteps(scope, rows),
        RowTensors.conditioning(scope, networks, rows));
  }

  @Override
  public List<Picture> decode(List<Latent> latents) {
    return scoped(
        scope -> {
          NDArray rgb = networks.decode(scope, RowTensors.latents(scope, latents));
          int height = (int) rgb.getShape().get(1);
          int width = (int) rgb.getShape().get(2);
          ByteBuffer bytes = rgb.toByteBuffer();
          List<Picture> pictures = new ArrayList<>();
          for (int i = 0; i < latents.size(); i++) {
            byte[] picture = new byte[height * width * 3];
            bytes.get(picture);
            pictures.add(new Picture(width, height, picture));
          }
          return pictures;
        });
  }

  @Override
  public void close() {
    conditions.close();
    networks.close();
    manager.close();
  }
}
