package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.Control.Scale;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.torchscript.TensorList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A call's ControlNet, with its picture in [0, 1]. */
final class PipelineControl {
  private static final List<String> PICTURES = List.of("control_image", "control", "cond");

  private final PipelineCall call;
  private final Network network;
  private final ControlInput input;

  PipelineControl(PipelineCall call, Network network) {
    this.call = call;
    this.network = network;
    this.input =
        new ControlInput(
            "controlnet",
            new Picture(1, 1, new byte[3]), // its numbers are given as floats
            call.first("scale", "controlnet_scale", "controlnet_conditioning_scale").asDouble(1),
            call.first("start", "control_guidance_start").asDouble(0),
            call.first("end", "control_guidance_end").asDouble(1),
            call.first("guess_mode", "guess").asBoolean());
  }

  /**
   * The residuals for the UNet; an empty list in steps without.
   *
   * @param rows of latents; as many again, before them, for negative prompts if {@code twice}
   */
  List<NDArray> residuals(
      NDManager scope,
      NDArray rows,
      NDArray timesteps,
      Conditioning conditioning,
      boolean twice,
      int step,
      int steps) {
    if (!input.countsIn(step, steps)) {
      return List.of();
    }
    int count = (int) rows.getShape().get(0);
    List<Scale> scales = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      boolean negative = twice && row < count / 2;
      scales.add(new Scale(negative && input.guess() ? 0 : input.scale(), input.guess()));
    }
    try (TensorList extras = TensorList.of(conditioning.controlExtras());
        TensorList none = TensorList.of(List.of())) {
      return network.runListWith(
          scope,
          "residuals",
          network.weights(),
          rows,
          timesteps,
          conditioning.text().states(),
          extras,
          picture(scope, count),
          network.residualScales(scope, scales),
          none);
    }
  }

  private NDArray picture(NDManager scope, int rows) {
    String name =
        Stream.concat(PICTURES.stream(), Stream.of("image"))
            .map(call::in)
            .filter(call.golden()::has)
            .findFirst()
            .orElseThrow();
    NDArray picture = call.golden().array(scope, name);
    return picture.repeat(0, rows / picture.getShape().get(0));
  }
}
