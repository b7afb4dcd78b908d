package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.noise.TorchRandom;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Draws, one after the other, of torch's CPU generator. */
public final class RandomKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      TorchRandom random = new TorchRandom(call.getValue().get("seed").asLong());
      int i = 0;
      for (JsonNode draw : call.getValue().get("draws")) {
        compare(golden, "out." + call.getKey() + "." + i++, draw(random, draw), findings);
      }
    }
  }

  private static float[] draw(TorchRandom random, JsonNode draw) {
    int count =
        StreamSupport.stream(draw.get("shape").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .reduce(1, Math::multiplyExact);
    String operation = draw.get("op").asText();
    return switch (operation) {
      case "randn" -> random.randn(count);
      case "rand" -> random.rand(count);
      default -> throw new UnsupportedOperationException("not supported yet: " + operation);
    };
  }

  /** Long draws are given by their ends and their sums. */
  private static void compare(ParityCase golden, String name, float[] got, Findings findings) {
    JsonNode limits = golden.json().path("tolerance");
    double most = limits.path("abs").asDouble();
    if (golden.has(name)) {
      findings.compareAbsolutely(name, got, most);
    } else {
      int head = golden.tensor(name + ".head").elements();
      int tail = golden.tensor(name + ".tail").elements();
      findings.compareAbsolutely(name + ".head", Arrays.copyOf(got, head), most);
      float[] end = Arrays.copyOfRange(got, got.length - tail, got.length);
      findings.compareAbsolutely(name + ".tail", end, most);
    }
    double[] want = findings.expected(name + ".sum_sumsq").toDoubles();
    double sum = 0;
    double squares = 0;
    for (float value : got) {
      sum += value;
      squares += (double) value * value;
    }
    double size = Math.max(1, want[1]);
    double share = limits.path("sum_sumsq_rel").asDouble();
    findings.within(name + ".sum", Math.abs(sum - want[0]) / size, share);
    findings.within(name + ".sumsq", Math.abs(squares - want[1]) / size, share);
  }
}
