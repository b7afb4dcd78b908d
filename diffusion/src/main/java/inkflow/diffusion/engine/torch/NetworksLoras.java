package inkflow.diffusion.engine.torch;

import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraModule;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.request.LoraScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a checkpoint's weights with any mix of its LoRAs fused in. */
final class NetworksLoras {
  private final Networks networks;
  private final Map<String, LoraFile> files;

  /**
   * @param files by their names in mixes, matched to the checkpoint
   */
  NetworksLoras(Networks networks, Map<String, LoraFile> files) {
    this.networks = networks;
    this.files = files;
  }

  /** W + sum over the mix of scale (alpha / rank) B A, made from the checkpoint's own W. */
  NetworksMix fuse(LoraMix mix) {
    return new NetworksMix(
        networks.fuse(updates(mix, ModelPart.UNET)),
        networks.fuseText(
            List.of(updates(mix, ModelPart.TEXT_ENCODER), updates(mix, ModelPart.TEXT_ENCODER_2))));
  }

  private List<WeightUpdate> updates(LoraMix mix, ModelPart part) {
    List<WeightUpdate> updates = new ArrayList<>();
    for (LoraScale lora : mix.scales()) {
      for (LoraModule module : files.get(lora.name()).modules()) {
        if (module.part() == part) {
          double scale = lora.scale() * module.scale();
          updates.add(new WeightUpdate(module.weightName(), module.delta(), scale));
        }
      }
    }
    return updates;
  }
}
