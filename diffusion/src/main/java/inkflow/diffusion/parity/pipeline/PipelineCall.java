package inkflow.diffusion.parity.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One call of a pipeline: its name and what it asks for. A prompt or a seed may be a list, with one
 * for each picture of the batch. Arguments of diffusers' pipelines may have their names there.
 */
record PipelineCall(ParityCase golden, String name, JsonNode asked, Findings findings) {

  /** What a pipeline starts from. */
  enum Start {
    /** Noise. */
    TEXT,
    PICTURE,
    /** A picture, and a mask of the part to repaint. */
    MASKED
  }

  private static final Map<String, Start> STARTS =
      Map.of("txt2img", Start.TEXT, "img2img", Start.PICTURE, "inpaint", Start.MASKED);

  String in(String tensor) {
    return "in." + name + "." + tensor;
  }

  String out(String tensor) {
    return "out." + name + "." + tensor;
  }

  String pipeline() {
    return asked.path("pipeline").asText();
  }

  /** Empty for a pipeline of another kind; a ControlNet's alone is from text. */
  Optional<Start> start() {
    return STARTS.entrySet().stream()
        .filter(each -> pipeline().contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> pipeline().contains("controlnet") ? Optional.of(Start.TEXT) : Optional.empty());
  }

  /** Whether a ControlNet's picture is among its inputs. */
  boolean controlled() {
    return pipeline().contains("controlnet") || golden.has(in("control_image"));
  }

  /** Whether the pipeline is one of full LCMs. */
  boolean fullLcm() {
    return pipeline().startsWith("lcm.");
  }

  /** One for each row. */
  List<String> prompts() {
    return eachImage(texts("prompt"));
  }

  /** For the second encoder, one for each row. */
  List<String> secondPrompts() {
    List<String> own = texts("prompt_2", "prompt2");
    return own.isEmpty() ? prompts() : eachImage(spread(own, texts("prompt").size()));
  }

  /** One for each row; empty when the call has none, which is not the same as an empty text. */
  List<String> negatives() {
    return eachImage(spread(texts("negative_prompt"), texts("prompt").size()));
  }

  /** For the second encoder, one for each row. */
  List<String> secondNegatives() {
    List<String> own = texts("negative_prompt_2", "negative_prompt2");
    return own.isEmpty() ? negatives() : eachImage(spread(own, texts("prompt").size()));
  }

  /** One for each row: from a generator of its own, or from one for all. */
  List<Noise> noises(int rows) {
    List<Long> seeds = list("seed", "seeds").stream().map(JsonNode::asLong).toList();
    return seeds.size() == rows
        ? seeds.stream().map(Noise::of).toList()
        : IntStream.range(0, rows).mapToObj(row -> new Noise(seeds.get(0), 0, row, rows)).toList();
  }

  /** At least 1. */
  int steps() {
    return first("steps", "num_inference_steps").asInt(1);
  }

  /** Timesteps by hand; empty for those that the number of steps gives. */
  List<Integer> timesteps() {
    return list("timesteps", "timesteps_in").stream().map(JsonNode::asInt).toList();
  }

  double strength() {
    return asked.path("strength").asDouble(1);
  }

  double guidance() {
    return first("guidance", "guidance_scale").asDouble(1);
  }

  /** SDXL's sizes, for a picture of this size. */
  MicroConditioning sizes(int height, int width) {
    List<Integer> original = pair(height, width, "original_size");
    List<Integer> crop = pair(0, 0, "crop", "crops_coords_top_left");
    List<Integer> target = pair(height, width, "target_size");
    return new MicroConditioning(
        original.get(0), original.get(1), crop.get(0), crop.get(1), target.get(0), target.get(1));
  }

  /** The first of these that the call has, not null. */
  JsonNode first(String... keys) {
    return Stream.of(keys)
        .map(asked::path)
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private List<Integer> pair(int one, int other, String... keys) {
    List<Integer> given = list(keys).stream().map(JsonNode::asInt).toList();
    return given.isEmpty() ? List.of(one, other) : given;
  }

  private List<String> texts(String... keys) {
    return list(keys).stream().map(JsonNode::asText).toList();
  }

  private static List<String> spread(List<String> texts, int count) {
    return texts.size() == 1 ? Collections.nCopies(count, texts.get(0)) : texts;
  }

  private List<String> eachImage(List<String> texts) {
    int images = first("images", "num_images", "num_images_per_prompt").asInt(1);
    return texts.stream().flatMap(text -> Collections.nCopies(images, text).stream()).toList();
  }

  private List<JsonNode> list(String... keys) {
    JsonNode value = first(keys);
    List<JsonNode> list = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(list::add);
    } else if (!value.isMissingNode()) {
      list.add(value);
    }
    return list;
  }
}
