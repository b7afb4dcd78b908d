package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The networks of one checkpoint on one device. Not thread-safe: the device thread owns it, but
 * {@code fuse} and {@code fuseText} may run on another thread beside it. Arrays cross in float32,
 * pictures in uint8, ids in int64; bf16 and fp16 stay inside. Each call's result belongs to its
 * scope.
 */
public interface Networks extends AutoCloseable {

  /** Channels of a latent. */
  int latentChannels();

  /** Pixels of a side for one of the latent. */
  int downscale();

  /** Width of the guidance embedding that the UNet takes in place of a second pass; 0 for none. */
  int guidanceWidth();

  /** Whether the UNet takes {@link Conditioning#timeIds}. */
  boolean takesTimeIds();

  /** Widths of the text encoders' states, which are side by side in {@link #encodeText}'s. */
  List<Integer> textWidths();

  /**
   * Texts to what conditions the UNet.
   *
   * @param ids token ids (n, tokens) for each text encoder, all of one length
   */
  EncodedText encodeText(NDManager scope, TextWeights weights, long[][]... ids);

  /**
   * Pictures to latents.
   *
   * @param rgb uint8, or float32 of the same range, (n, height, width, 3), sides multiples of
   *     {@link #downscale()}
   */
  EncodedPictures encodeImage(NDManager scope, NDArray rgb);

  /**
   * One UNet call.
   *
   * @param latent (n, latentChannels, h, w); a UNet for inpainting takes the mask (1) and the
   *     masked picture's latent (latentChannels) after these channels
   * @param timesteps (n), one for each row
   * @param conditioning of n rows
   * @return the raw output (n, latentChannels, h, w)
   */
  NDArray predict(
      NDManager scope,
      UNetWeights weights,
      NDArray latent,
      NDArray timesteps,
      Conditioning conditioning);

  /**
   * Latents to pictures.
   *
   * @return uint8 (n, height, width, 3)
   */
  NDArray decode(NDManager scope, NDArray latent);

  /** The checkpoint's own weights; they close with the networks. */
  UNetWeights baseWeights();

  /**
   * The checkpoint's own weights with LoRAs fused in, made from its files each time, so no mix
   * leaves a residue in another.
   *
   * @return the caller's to close, before the networks
   * @throws inkflow.diffusion.weights.file.InvalidModelException for a change of a tensor that the
   *     UNet has not
   */
  UNetWeights fuse(List<LowRankUpdate> updates);

  /** The text encoders' own weights; they close with the networks. */
  TextWeights baseText();

  /**
   * As {@link #fuse} for the text encoders.
   *
   * @param updates for each encoder; none for those that the list does not reach
   */
  TextWeights fuseText(List<List<LowRankUpdate>> updates);

  @Override
  void close();
}
