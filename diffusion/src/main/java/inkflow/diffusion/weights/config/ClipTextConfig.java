package inkflow.diffusion.weights.config;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;

/**
 * {@code text_encoder/config.json} of a CLIP text model.
 *
 * @param positions most tokens of a text, start and end included
 * @param width of the hidden states
 * @param innerWidth of the feed-forward layers
 * @param eosTokenId end token; 2 in old files means the highest id, wherever it is
 * @param projectionDim width of the pooled projection; 0 when the model has none
 */
public record ClipTextConfig(
    int vocabSize,
    int positions,
    int width,
    int innerWidth,
    int layers,
    int heads,
    Activation activation,
    double normEps,
    int eosTokenId,
    int projectionDim) {

  /** Of the feed-forward layers. */
  public enum Activation {
    /** x sigmoid(1.702 x): OpenAI's CLIP. */
    QUICK_GELU,
    /** x Phi(x), by the error function: OpenCLIP. */
    GELU
  }

  /**
   * Reads and checks a configuration.
   *
   * @throws InvalidModelException naming the field, its value and what is supported
   */
  public static ClipTextConfig read(JsonFile whole) {
    boolean projects = projects(whole);
    JsonFile json = whole.has("text_config") ? whole.child("text_config") : whole;
    int width = json.size("hidden_size", 512);
    int heads = json.size("num_attention_heads", 8);
    if (width % heads != 0) {
      throw json.fault("num_attention_heads", heads, "a divisor of hidden_size " + width);
    }
    return new ClipTextConfig(
        json.size("vocab_size", 49408),
        json.size("max_position_embeddings", 77),
        width,
        json.size("intermediate_size", 2048),
        json.size("num_hidden_layers", 12),
        heads,
        activation(json),
        json.number("layer_norm_eps", 1e-5),
        (int) json.number("eos_token_id", 49407),
        projects ? json.size("projection_dim", 512) : 0);
  }

  private static boolean projects(JsonFile json) {
    for (JsonNode name : json.node().path("architectures")) {
      switch (name.asText()) {
        case "CLIPTextModelWithProjection", "CLIPModel" -> {
          return true;
        }
        case "CLIPTextModel" -> {
          return false;
        }
        default ->
            throw json.fault("architectures", name, "CLIPTextModel or CLIPTextModelWithProjection");
      }
    }
    return false;
  }

  private static Activation activation(JsonFile json) {
    String name = json.text("hidden_act", "quick_gelu");
    return switch (name) {
      case "quick_gelu" -> Activation.QUICK_GELU;
      case "gelu" -> Activation.GELU;
      default -> throw json.fault("hidden_act", name, "quick_gelu or gelu");
    };
  }
}
