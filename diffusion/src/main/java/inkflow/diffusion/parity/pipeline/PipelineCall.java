package inkflow.diffusion.parity.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a pipeline: its name and what it asks for. A prompt or a seed may be a list, with one
 * for each picture of the batch.
 */
record PipelineCall(ParityCase golden, String name, JsonNode asked, Findings findings) {

  String in(String tensor) {
    return "in." + name + "." + tensor;
  }

  String out(String tensor) {
    return "out." + name + "." + tensor;
  }

  String pipeline() {
    return asked.path("pipeline").asText();
  }

  List<String> prompts() {
    return list("prompt").stream().map(JsonNode::asText).toList();
  }

  List<Long> seeds() {
    return list("seed").stream().map(JsonNode::asLong).toList();
  }

  /** One for each prompt; empty when the call has none, which is not the same as an empty text. */
  List<String> negatives() {
    List<String> negatives = list("negative_prompt").stream().map(JsonNode::asText).toList();
    return negatives.size() == 1
        ? prompts().stream().map(prompt -> negatives.get(0)).toList()
        : negatives;
  }

  int steps() {
    return asked.get("steps").asInt();
  }

  double strength() {
    return asked.get("strength").asDouble();
  }

  double guidance() {
    return asked.path("guidance").asDouble(1);
  }

  private List<JsonNode> list(String key) {
    JsonNode value = asked.path(key);
    List<JsonNode> list = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(list::add);
    } else if (!value.isMissingNode() && !value.isNull()) {
      list.add(value);
    }
    return list;
  }
}
