package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.naming.AutoencoderTinyLayout;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that a loader must refuse, loaded as the network they claim to be. */
class MalformedFilesTest {
  private static final Golden GOLDEN = Golden.of("malformed");

  static Stream<JsonNode> autoencoders() {
    return StreamSupport.stream(GOLDEN.json("case.json").get("files").spliterator(), false)
        .filter(entry -> entry.get("load_as").asText().equals("vae"));
  }

  static Stream<JsonNode> folders() {
    return StreamSupport.stream(GOLDEN.json("case.json").get("files").spliterator(), false)
        .filter(entry -> entry.has("folder"));
  }

  @ParameterizedTest
  @MethodSource("autoencoders")
  void isRefusedWithTheFileAndTheKey(JsonNode entry) {
    Path file = GOLDEN.path(entry.get("file").asText());
    var refusal =
        assertThatThrownBy(() -> loadAutoencoder(file))
            .as(entry.get("why").asText())
            .isInstanceOf(InvalidModelException.class)
            .hasMessageContaining(file.toString());
    entry.get("must_name").forEach(name -> refusal.hasMessageContaining(name.asText()));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void folderIsRefusedWithTheFieldOrFile(JsonNode entry) {
    Path folder = GOLDEN.path(entry.get("folder").asText());
    var refusal =
        assertThatThrownBy(() -> loadUNet(folder)).isInstanceOf(InvalidModelException.class);
    entry.get("must_name").forEach(name -> refusal.hasMessageContaining(name.asText()));
  }

  @Test
  void messagesSayWhatTheFileIsInstead() {
    assertRefusal("pickle.safetensors", "a zip archive, as torch.save writes");
    assertRefusal("pickle-legacy.safetensors", "a Python pickle");
    assertRefusal("lfs-pointer.safetensors", "a Git LFS pointer");
    assertRefusal("html.safetensors", "a web page");
    assertRefusal("empty.safetensors", "an empty file");
  }

  @Test
  void unknownBlockTypeIsNamedWithItsPlace() {
    assertThatThrownBy(() -> loadUNet(GOLDEN.path("config-unknown-block")))
        .hasMessageEndingWith(
            "config.json: down_block_types[0]: MagicDownBlock2D"
                + " (expected: CrossAttnDownBlock2D or DownBlock2D)");
  }

  @Test
  void theGoodOnesLoad() {
    assertThat(loadAutoencoder(GOLDEN.path("good-vae/diffusion_pytorch_model.safetensors")).names())
        .hasSize(34);
    assertThat(loadUNet(GOLDEN.path("good")).blockOutChannels()).containsExactly(4);
  }

  private static void assertRefusal(String file, String what) {
    assertThatThrownBy(() -> SafetensorsFile.open(GOLDEN.path(file))).hasMessageContaining(what);
  }

  private static TensorMap loadAutoencoder(Path file) {
    JsonFile config = JsonFile.read(GOLDEN.path("good-vae/config.json"));
    AutoencoderTinyConfig tiny = (AutoencoderTinyConfig) AutoencoderConfig.read(config);
    TensorMap tensors = new TensorMap(file, SafetensorsFile.open(file).tensors().values());
    tensors.check(AutoencoderTinyLayout.of(tiny));
    return tensors;
  }

  private static UNetConfig loadUNet(Path folder) {
    return UNetConfig.read(ComponentFolder.ofDiffusers(folder).config());
  }
}
