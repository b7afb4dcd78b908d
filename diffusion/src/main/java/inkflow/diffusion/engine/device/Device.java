package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Picture;
import java.util.List;

/**
 * A checkpoint's networks on one device, as the batch loop sees them. Each call takes and returns a
 * batch on the Java heap and frees everything else. Only the thread that opened it may use it,
 * except for {@link #mix}.
 *
 * <p>An exception means that only this call failed; after a {@link DeviceOutOfMemoryException} a
 * smaller call can work. After an {@link Error} or {@link DeviceLostException} no later call can.
 */
public interface Device extends AutoCloseable {

  /** The memory that calls use. Constant; any thread. */
  CallMemory memory();

  /** A latent of zeros for a picture of this size in pixels. */
  Latent emptyLatent(int width, int height);

  /**
   * Makes the weights of a mix from the checkpoint's own. Called on a separate thread, one call at
   * a time, while the device thread runs with other weights.
   */
  MixedWeights mix(LoraMix mix);

  /** Returns one embedding for each element. */
  List<Embedding> encodeTexts(MixedWeights weights, List<EncoderTexts> texts);

  /** Returns one embedding per prompt, which all encoders read. */
  default List<Embedding> encodeText(MixedWeights weights, List<String> prompts) {
    return encodeTexts(weights, prompts.stream().map(EncoderTexts::of).toList());
  }

  /** Returns the scaled latents of pictures, all of the same size. */
  List<EncodedPicture> encodeImage(List<Picture> pictures);

  /** Like {@link #encodeImage}, for pictures without their masked parts. */
  List<EncodedPicture> encodeMasked(List<MaskedPicture> pictures);

  /** Returns the UNet's raw output for rows whose latents all have the same shape. */
  List<Latent> predict(MixedWeights weights, List<Row> rows);

  /** Returns the pictures of scaled latents, all of the same shape. */
  List<Picture> decode(List<Latent> latents);

  @Override
  void close();
}
