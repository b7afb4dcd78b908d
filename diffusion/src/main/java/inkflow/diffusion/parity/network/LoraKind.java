package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Adapters: every file of one changes the same weights the same way, mixes give the reference's
 * weights and outputs, and rows of a batch may each have a mix of their own.
 */
public final class LoraKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    Map<ModelPart, ComponentFolder> parts = parts(golden);
    List<TensorMap> encoders =
        parts.entrySet().stream()
            .filter(part -> part.getKey() != ModelPart.UNET)
            .map(part -> part.getValue().tensors())
            .toList();
    LoraTargets targets = LoraTargets.of(parts.get(ModelPart.UNET).tensors(), encoders);
    LoraMixes mixes = new LoraMixes(golden, targets);
    LoraWeights weights = new LoraWeights(golden, mixes, findings);
    weights.compareFormats();
    weights.compareMerged(parts);
    parts.forEach(
        (part, folder) -> {
          if (part == ModelPart.UNET) {
            compareUNet(golden, folder, mixes, findings);
          } else {
            compareText(golden, part, folder, mixes, findings);
          }
        });
  }

  private static Map<ModelPart, ComponentFolder> parts(ParityCase golden) {
    Map<ModelPart, ComponentFolder> parts = new EnumMap<>(ModelPart.class);
    for (ModelPart part : ModelPart.values()) {
      if (part == ModelPart.UNET) {
        parts.put(part, ComponentFolder.ofDiffusers(golden.model(part.folder())));
      } else if (golden.json().path("models").has(part.folder())) {
        parts.put(part, ComponentFolder.ofTransformers(golden.model(part.folder())));
      }
    }
    return parts;
  }

  private static void compareUNet(
      ParityCase golden, ComponentFolder folder, LoraMixes mixes, Findings findings) {
    try (Network unet = Network.unet(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
        UNetInputs inputs = UNetInputs.of(golden, call.getKey(), scope);
        JsonNode rows = call.getValue().path("rows");
        NDArray output =
            rows.isArray()
                ? eachRow(inputs, rows, unet, mixes, scope)
                : mixed(inputs, mixes.mix(call.getValue().path("mix")), unet, scope);
        findings.compare("out." + call.getKey() + ".sample", output);
      }
    }
  }

  private static NDArray eachRow(
      UNetInputs inputs, JsonNode rows, Network unet, LoraMixes mixes, NDManager scope) {
    List<NDArray> outputs = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      outputs.add(mixed(inputs.row(i), mixes.mix(rows.get(i)), unet, scope));
    }
    return NDArrays.concat(new NDList(outputs));
  }

  private static NDArray mixed(UNetInputs inputs, List<Term> mix, Network unet, NDManager scope) {
    try (Network.Weights weights = unet.with(LoraMixes.updates(mix, ModelPart.UNET))) {
      return inputs.predict(scope, unet, weights);
    }
  }

  private static void compareText(
      ParityCase golden,
      ModelPart part,
      ComponentFolder folder,
      LoraMixes mixes,
      Findings findings) {
    try (Network encoder = Network.textEncoder(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
        String ids = "in." + call.getKey() + ".input_ids";
        if (!golden.has(ids)) {
          continue;
        }
        List<Term> mix = mixes.mix(call.getValue().path("mix"));
        try (Network.Weights weights = encoder.with(LoraMixes.updates(mix, part))) {
          new TextOutputs(encoder, weights, scope, golden.array(scope, ids))
              .compare(golden, "out." + call.getKey() + "." + part.folder() + ".", findings);
        }
      }
    }
  }
}
