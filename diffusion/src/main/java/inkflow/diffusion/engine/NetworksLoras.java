package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.LoraScale;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraModule;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.networks.LowRankUpdate;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.weights.InvalidModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint's LoRA files, mapped, and the UNet's weights under any mix of them. */
final class NetworksLoras {
  private final Networks networks;
  private final Map<String, LoraFile> files = new HashMap<>();

  /**
   * @throws InvalidModelException for a file that is no LoRA or not one for this model
   */
  NetworksLoras(Networks networks, ModelFiles model) {
    this.networks = networks;
    LoraTargets targets = model.loraTargets();
    for (EngineOptions.LoraFile lora : model.loras().values()) {
      files.put(lora.name(), read(lora, targets));
    }
  }

  private static LoraFile read(EngineOptions.LoraFile lora, LoraTargets targets) {
    LoraFile file = LoraFile.read(lora.file(), targets);
    for (LoraModule module : file.modules()) {
      if (module.part() != ModelPart.UNET) {
        throw new InvalidModelException(
            lora.file(), module.module(), "changes the text encoder (expected: the UNet alone)");
      }
    }
    return file;
  }

  /** W + sum over the mix of scale (alpha / rank) B A, made from the checkpoint's own W. */
  UNetWeights fuse(LoraMix mix) {
    List<LowRankUpdate> updates = new ArrayList<>();
    for (LoraScale lora : mix.scales()) {
      for (LoraModule module : files.get(lora.name()).modules()) {
        updates.add(
            new LowRankUpdate(
                module.weightName(), module.up(), module.down(), lora.scale() * module.scale()));
      }
    }
    return networks.fuse(updates);
  }
}
