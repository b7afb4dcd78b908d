package inkflow.diffusion.parity.network;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraModule;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What adapters do to weights: the same in every file format, and what the checksums say. */
final class LoraWeights {
  /**
   * Files store alpha / rank differently, in half precision or in JSON; rounding differs by up to
   * this much.
   */
  private static final double FORMATS = 1e-5;

  private static final double CHECKSUMS = 1e-5;

  private final ParityCase golden;
  private final LoraMixes mixes;
  private final Findings findings;

  LoraWeights(ParityCase golden, LoraMixes mixes, Findings findings) {
    this.golden = golden;
    this.mixes = mixes;
    this.findings = findings;
  }

  /** Every file in {@code same_in} makes the same changes as the kohya file. */
  void compareFormats() {
    for (JsonNode adapter : golden.json().path("adapters")) {
      LoraFile kohya = mixes.read(adapter.path("kohya").asText());
      for (JsonNode other : adapter.path("same_in")) {
        compare(other.asText(), mixes.read(other.asText()), kohya);
      }
    }
  }

  private void compare(String name, LoraFile got, LoraFile want) {
    findings.require(
        got.modules().size() == want.modules().size(),
        name + ": " + got.modules().size() + " modules (expected: " + want.modules().size() + ")");
    for (LoraModule module : want.modules()) {
      String label = name + ": " + module.module();
      Optional<LoraModule> same = got.find(module.part(), module.module());
      findings.require(same.isPresent(), label + ": missing");
      same.ifPresent(
          found -> {
            float[] delta = PlainLoraMerge.delta(found);
            Difference difference = Difference.between(delta, PlainLoraMerge.delta(module));
            findings.within(label, difference.relativeL2(), FORMATS);
          });
    }
  }

  /** {@code merged.json}: sums over every weight that a mix changes. */
  void compareMerged(Map<ModelPart, ComponentFolder> parts) {
    for (Map.Entry<String, JsonNode> call : golden.json("merged.json").properties()) {
      JsonNode asked = golden.json().path("calls").path(call.getKey()).path("mix");
      List<Term> mix = mixes.mix(asked);
      for (Map.Entry<String, JsonNode> weight : call.getValue().properties()) {
        ModelPart part = part(weight.getKey());
        String name = weight.getKey().substring(part.folder().length() + 1);
        String module = name.substring(0, name.lastIndexOf('.'));
        float[] got =
            PlainLoraMerge.merge(parts.get(part).tensors().require(name), part, module, mix);
        compareSums(call.getKey() + ": " + weight.getKey(), got, weight.getValue());
      }
    }
  }

  private void compareSums(String name, float[] got, JsonNode want) {
    double sum = 0;
    double squares = 0;
    double most = 0;
    double cosines = 0;
    for (int i = 0; i < got.length; i++) {
      sum += got[i];
      squares += (double) got[i] * got[i];
      most = Math.max(most, Math.abs(got[i]));
      cosines += got[i] * Math.cos(i);
    }
    double size = want.get("abs_max").asDouble() * Math.sqrt(got.length);
    compareSum(name, "sum", sum, want, size);
    compareSum(name, "sumsq", squares, want, size);
    compareSum(name, "abs_max", most, want, size);
    compareSum(name, "dot_cos", cosines, want, size);
  }

  private void compareSum(String name, String key, double got, JsonNode want, double size) {
    double error = Math.abs(got - want.get(key).asDouble()) / size;
    findings.within(name + ": " + key, error, CHECKSUMS);
  }

  private static ModelPart part(String name) {
    return Stream.of(ModelPart.values())
        .filter(part -> name.startsWith(part.folder() + "."))
        .findFirst()
        .orElseThrow(() -> new UnsupportedOperationException("not supported yet: " + name));
  }
}
