package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Picture;
import java.util.List;

/**
 * A checkpoint's networks on one device, as the loop sees them: a batch on the Java heap in, a
 * batch on the Java heap out, nothing left behind. Only the thread that opened it may use it, but
 * for {@link #mix}.
 *
 * <p>An exception fails the call alone; an {@link Error} or {@link DeviceLostException} means that
 * no later call can work.
 */
public interface Device extends AutoCloseable {

  /** Shape of a latent for a picture of so many pixels. */
  Latent emptyLatent(int width, int height);

  /**
   * Makes the weights of a mix from the checkpoint's own. Runs on a thread of its own, one call at
   * a time, while the device thread goes on with other weights.
   */
  MixedWeights mix(LoraMix mix);

  /** One embedding a prompt. */
  List<Embedding> encodeText(MixedWeights weights, List<String> prompts);

  /** Scaled latents of pictures that are all of one size. */
  List<EncodedPicture> encodeImage(List<Picture> pictures);

  /** The same of what their masks leave of pictures. */
  List<EncodedPicture> encodeMasked(List<MaskedPicture> pictures);

  /** The UNet's raw output for rows whose latents are all of one shape. */
  List<Latent> predict(MixedWeights weights, List<Row> rows);

  /** Pictures of scaled latents that are all of one shape. */
  List<Picture> decode(List<Latent> latents);

  @Override
  void close();
}
