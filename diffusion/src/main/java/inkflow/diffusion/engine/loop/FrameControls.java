package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.engine.sampling.PictureScaler;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ControlNets of one frame, by name, and the steps in which they are active. */
final class FrameControls {
  private final List<ControlInput> inputs;
  private final int width;
  private final int height;
  private final Map<Picture, Picture> scaled = new HashMap<>();

  FrameControls(RenderRequest request) {
    this.inputs =
        request.scene().controls().stream()
            .sorted(Comparator.comparing(ControlInput::name))
            .toList();
    this.width = request.scene().width();
    this.height = request.scene().height();
  }

  /** Names of those active in a step, in order; a name may occur twice. */
  List<String> names(int step, int steps) {
    return active(step, steps).map(ControlInput::name).toList();
  }

  /** Those active in a step, in the order of {@link #names}. Each picture is scaled only once. */
  List<RowControl> rows(int step, int steps) {
    return active(step, steps)
        .map(
            input ->
                new RowControl(
                    input.name(), picture(input.picture()), input.scale(), input.guess()))
        .toList();
  }

  private Picture picture(Picture given) {
    return scaled.computeIfAbsent(given, unknown -> PictureScaler.scale(given, width, height));
  }

  private Stream<ControlInput> active(int step, int steps) {
    return inputs.stream().filter(input -> input.scale() != 0 && input.countsIn(step, steps));
  }
}
