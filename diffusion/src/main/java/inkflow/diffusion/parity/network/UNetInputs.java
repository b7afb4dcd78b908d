package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.torchscript.TensorList;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call gives to a UNet.
 *
 * @param extras what some UNets take besides, in their order
 */
record UNetInputs(NDArray latent, NDArray timesteps, NDArray context, List<NDArray> extras) {
  private static final List<String> EXTRAS = List.of("timestep_cond", "text_embeds", "time_ids");

  static UNetInputs of(ParityCase golden, String call, NDManager scope) {
    String in = "in." + call + ".";
    NDArray latent = golden.array(scope, in + "sample");
    NDArray timesteps = golden.array(scope, in + "timestep");
    if (timesteps.getShape().isScalar()) {
      timesteps = timesteps.reshape(1).repeat(latent.getShape().get(0));
    }
    List<NDArray> extras = new ArrayList<>();
    for (String extra : EXTRAS) {
      if (golden.has(in + extra)) {
        extras.add(golden.array(scope, in + extra));
      }
    }
    return new UNetInputs(
        latent, timesteps, golden.array(scope, in + "encoder_hidden_states"), extras);
  }

  /** One row of the batch as a batch of its own. */
  UNetInputs row(int i) {
    NDIndex row = new NDIndex(i + ":" + (i + 1));
    return new UNetInputs(
        latent.get(row),
        timesteps.get(row),
        context.get(row),
        extras.stream().map(extra -> extra.get(row)).toList());
  }

  /** The UNet's raw output. */
  NDArray predict(NDManager scope, Network unet, UNetWeights weights) {
    try (TensorList list = TensorList.of(extras)) {
      return unet.run(scope, "predict", weights, latent, timesteps, context, list);
    }
  }

  /** The same with a ControlNet's residuals and an IP-Adapter's keys and values. */
  NDArray predict(
      NDManager scope,
      Network unet,
      UNetWeights weights,
      List<NDArray> residuals,
      List<NDArray> images) {
    try (TensorList list = TensorList.of(extras);
        TensorList control = TensorList.of(residuals);
        TensorList image = TensorList.of(images)) {
      return unet.run(
          scope, "predict_adapted", weights, latent, timesteps, context, list, control, image);
    }
  }
}
