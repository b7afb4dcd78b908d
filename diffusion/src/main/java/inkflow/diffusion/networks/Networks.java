package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The networks of one checkpoint on one device. Not thread-safe: owned by the device thread, except
 * that {@code fuse} and {@code fuseText} may run on another thread at the same time. Arguments and
 * results are float32, pictures uint8, ids int64; bf16 and fp16 are internal. Each call's result
 * belongs to its scope.
 */
public interface Networks extends AutoCloseable {

  /** Channels of a latent. */
  int latentChannels();

  /** Pixels of a picture's side per element of the latent's side. */
  int downscale();

  /** Width of the guidance embedding that the UNet takes instead of a second pass; 0 for none. */
  int guidanceWidth();

  /** Whether the UNet takes {@link Conditioning#timeIds}. */
  boolean takesTimeIds();

  /** Widths of each text encoder's states; {@link #encodeText} concatenates them. */
  List<Integer> textWidths();

  /**
   * Encodes texts for the UNet.
   *
   * @param ids token ids (n, tokens) for each text encoder, all of one length
   */
  EncodedText encodeText(NDManager scope, TextWeights weights, long[][]... ids);

  /**
   * Encodes pictures to latents.
   *
   * @param rgb uint8, or float32 of the same range, (n, height, width, 3), sides multiples of
   *     {@link #downscale()}
   */
  EncodedPictures encodeImage(NDManager scope, NDArray rgb);

  /**
   * What the UNet makes of texts alone: keys and values of its cross-attentions. The same in every
   * step, so it can be kept.
   *
   * @param states (n, tokens, width)
   * @return (n, tokens, width of all), in the type of the arithmetic
   */
  NDArray textKeys(NDManager scope, UNetWeights weights, NDArray states);

  /**
   * What the UNet makes of timesteps: the shifts of its residual blocks, which can be kept too.
   *
   * @param timesteps (n)
   * @param extras {@link Conditioning#extras} of n rows
   * @return (n, channels of all), in the type of the arithmetic
   */
  NDArray timeShifts(NDManager scope, UNetWeights weights, NDArray timesteps, List<NDArray> extras);

  /**
   * The residuals of ControlNets, summed.
   *
   * @param conditioning of n rows
   * @return an empty list without ControlNets
   */
  List<NDArray> residuals(
      NDManager scope, NDArray latent, NDArray timesteps, Conditioning conditioning);

  /**
   * One UNet call.
   *
   * @param latent (n, latentChannels, h, w); a UNet for inpainting takes the mask (1) and the
   *     masked picture's latent (latentChannels) after these channels
   * @param shifts {@link #timeShifts} of n rows, in any number of parts
   * @param keys {@link #textKeys} of n rows, likewise
   * @param residuals from {@link #residuals}
   * @return the raw output (n, latentChannels, h, w)
   */
  NDArray predict(
      NDManager scope,
      UNetWeights weights,
      NDArray latent,
      List<NDArray> shifts,
      List<NDArray> keys,
      List<NDArray> residuals);

  /**
   * The same with nothing kept.
   *
   * @param timesteps (n), one for each row
   * @param conditioning of n rows
   */
  default NDArray predict(
      NDManager scope,
      UNetWeights weights,
      NDArray latent,
      NDArray timesteps,
      Conditioning conditioning) {
    return predict(
        scope,
        weights,
        latent,
        List.of(timeShifts(scope, weights, timesteps, conditioning.extras())),
        List.of(textKeys(scope, weights, conditioning.text().states())),
        residuals(scope, latent, timesteps, conditioning));
  }

  /**
   * Decodes latents to pictures.
   *
   * @return uint8 (n, height, width, 3)
   */
  NDArray decode(NDManager scope, NDArray latent);

  /** The checkpoint's own weights; closed with the networks. */
  UNetWeights baseWeights();

  /**
   * The checkpoint's weights with LoRAs fused in. Always made from the files, so nothing of one mix
   * remains in another.
   *
   * @return the caller closes them, before the networks
   * @throws inkflow.diffusion.weights.file.InvalidModelException for an update of a tensor that the
   *     UNet doesn't have
   */
  UNetWeights fuse(List<WeightUpdate> updates);

  /** The text encoders' own weights; closed with the networks. */
  TextWeights baseText();

  /**
   * Like {@link #fuse}, for the text encoders.
   *
   * @param updates for each encoder; a list that is too short means none for the rest
   */
  TextWeights fuseText(List<List<WeightUpdate>> updates);

  @Override
  void close();
}
