package inkflow.diffusion.parity.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.ModuleNames;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.LdmNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Names and shapes of the published UNets, without weights, and how other files call them. */
public final class FullSizeKind implements KindRunner {
  private static final String LDM = "model.diffusion_model.";
  private static final int RANK = 64;

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> model : golden.json().path("counts").properties()) {
      String file = model.getKey() + ".json.gz";
      JsonNode listing = golden.json(file);
      UNetConfig config = UNetConfig.read(golden.config(whole(listing.get("config"))));
      Map<String, long[]> layout = Network.unetLayout(config);
      compareWeights(file, layout, listing.get("weights"), findings);
      compareLora(file, layout, listing.get("lcm_lora"), findings);
      compareCounts(file, layout, listing.get("lcm_lora"), model.getValue(), findings);
    }
  }

  /** The listing has only the fields that differ from diffusers' defaults. */
  private static ObjectNode whole(JsonNode config) {
    ObjectNode whole = config.deepCopy();
    if (!whole.has("down_block_types")) {
      String attention = "CrossAttnDownBlock2D";
      whole
          .putArray("down_block_types")
          .add(attention)
          .add(attention)
          .add(attention)
          .add("DownBlock2D");
    }
    if (!whole.has("up_block_types")) {
      String attention = "CrossAttnUpBlock2D";
      whole
          .putArray("up_block_types")
          .add("UpBlock2D")
          .add(attention)
          .add(attention)
          .add(attention);
    }
    return whole;
  }

  private static void compareWeights(
      String file, Map<String, long[]> layout, JsonNode listed, Findings findings) {
    Map<String, String> ldm =
        LdmNames.unetModules(
            new TreeSet<>(layout.keySet().stream().map(FullSizeKind::module).toList()));
    for (Map.Entry<String, JsonNode> weight : listed.properties()) {
      String name = weight.getKey();
      long[] shape = layout.getOrDefault(name, new long[0]);
      findings.require(
          Arrays.equals(shape, longs(weight.getValue().get("shape"))),
          file + ": " + name + ": shape " + Arrays.toString(shape));
      String foreign = LDM + ldm.get(module(name)) + name.substring(module(name).length());
      findings.require(
          foreign.equals(weight.getValue().get("ldm").asText()),
          file + ": " + name + ": " + foreign);
    }
    findings.require(
        layout.size() == listed.size(),
        file + ": " + layout.size() + " tensors (expected: " + listed.size() + ")");
  }

  private static void compareLora(
      String file, Map<String, long[]> layout, JsonNode listed, Findings findings) {
    ModuleNames names = new ModuleNames(targets(layout));
    for (Map.Entry<String, JsonNode> entry : listed.properties()) {
      String module = entry.getKey();
      findings.require(
          Arrays.equals(layout.get(module + ".weight"), longs(entry.getValue().get("weight"))),
          file + ": " + module + ": another shape");
      for (String spelling : List.of("kohya", "kohya_sgm")) {
        String stem = entry.getValue().get(spelling).asText();
        Optional<ModuleNames.Match> match = names.find(stem);
        findings.require(
            match.isPresent()
                && match.get().part() == ModelPart.UNET
                && match.get().module().equals(module),
            file + ": " + stem + ": " + match + " (expected: " + module + ")");
      }
    }
  }

  private static void compareCounts(
      String file, Map<String, long[]> layout, JsonNode lora, JsonNode counts, Findings findings) {
    long parameters = layout.values().stream().mapToLong(FullSizeKind::product).sum();
    requireEqual(file, "tensors", layout.size(), counts, findings);
    requireEqual(file, "parameters", parameters, counts, findings);
    requireEqual(file, "lcm_lora_modules", lora.size(), counts, findings);
    long adapter = 0;
    for (JsonNode module : lora) {
      long[] shape = longs(module.get("weight"));
      adapter += RANK * (shape[0] + product(shape) / shape[0]);
    }
    requireEqual(file, "lcm_lora_parameters_rank" + RANK, adapter, counts, findings);
  }

  private static void requireEqual(
      String file, String key, long got, JsonNode counts, Findings findings) {
    long want = counts.path(key).asLong();
    findings.require(got == want, file + ": " + key + ": " + got + " (expected: " + want + ")");
  }

  /** Targets with shapes alone. */
  private static LoraTargets targets(Map<String, long[]> layout) {
    Path none = Path.of("");
    List<TensorView> shapes =
        layout.entrySet().stream()
            .map(
                entry ->
                    new TensorView(
                        none, entry.getKey(), DType.F16, entry.getValue(), ByteBuffer.allocate(0)))
            .toList();
    return LoraTargets.of(new TensorMap(none, shapes), List.of());
  }

  private static String module(String weight) {
    return weight.substring(0, weight.lastIndexOf('.'));
  }

  private static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static long[] longs(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
