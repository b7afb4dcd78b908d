package inkflow.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code tokenizer_config.json} and {@code special_tokens_map.json} say, if they are there.
 *
 * @param maxLength tokens of an encoded text; empty when the file names no real limit
 * @param padToken as text; empty when the end token pads
 */
record TokenizerConfig(OptionalInt maxLength, Optional<String> padToken) {
  private static final int MOST = 4096;

  static TokenizerConfig read(Path folder) {
    Optional<JsonFile> config = find(folder, "tokenizer_config.json");
    Optional<JsonFile> tokens = find(folder, "special_tokens_map.json");
    return new TokenizerConfig(
        config.map(TokenizerConfig::maxLength).orElse(OptionalInt.empty()),
        config
            .flatMap(TokenizerConfig::padToken)
            .or(() -> tokens.flatMap(TokenizerConfig::padToken)));
  }

  private static Optional<JsonFile> find(Path folder, String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(JsonFile.read(file)) : Optional.empty();
  }

  /** Libraries write 1e30 for "no limit". */
  private static OptionalInt maxLength(JsonFile config) {
    double length = config.number("model_max_length", MOST + 1);
    if (length > MOST) {
      return OptionalInt.empty();
    }
    if (length < 3) {
      throw config.fault("model_max_length", length, "3 to " + MOST);
    }
    return OptionalInt.of((int) length);
  }

  /** A token is a string or an object that has it as content. */
  private static Optional<String> padToken(JsonFile config) {
    JsonNode token = config.node().path("pad_token");
    JsonNode text = token.isObject() ? token.path("content") : token;
    return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
  }
}
