package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.LoraScale;
import java.util.Comparator;
import java.util.List;

/**
 * The LoRAs of a row, ordered by name, without those at scale 0. Rows with equal mixes share
 * weights and UNet calls.
 */
public record LoraMix(List<LoraScale> scales) {

  public static final LoraMix NONE = new LoraMix(List.of());

  public LoraMix {
    scales =
        scales.stream()
            .filter(lora -> lora.scale() != 0)
            .sorted(Comparator.comparing(LoraScale::name))
            .toList();
  }
}
