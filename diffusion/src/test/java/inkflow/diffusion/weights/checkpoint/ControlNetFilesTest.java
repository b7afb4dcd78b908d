package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import inkflow.diffusion.TestingSafetensors;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.ShapeConfigs;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.LdmNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlNetFilesTest {
  private static final Path FOLDER = Golden.of("controlnet").path("controlnet");
  private static final Path FILE = Path.of("controlnet.safetensors");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"control_model.", ""})
  void aFileUnderTheOriginalNamesIsTheFolder(String prefix) {
    TensorMap folder = ControlNetFiles.open(FOLDER).tensors();
    Map<String, String> original = originalNames(folder.names());
    List<TensorView> tensors = new ArrayList<>();
    folder.all().forEach(tensor -> tensors.add(tensor.as(prefix + original.get(tensor.name()))));
    if (!prefix.isEmpty()) {
      tensors.add(tensors.get(0).as("model.diffusion_model.out.2.bias"));
    }
    Path path = TestingSafetensors.write(temp.resolve("control.safetensors"), tensors);
    assertThat(ControlNetFiles.isControlNet(path)).isTrue();
    TensorMap file = ControlNetFiles.open(path).tensors();
    assertThat(file.names()).containsExactlyInAnyOrderElementsOf(folder.names());
    for (TensorView want : folder.all()) {
      assertThat(file.require(want.name()).toFloats()).as(want.name()).isEqualTo(want.toFloats());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "input_hint_block.0, controlnet_cond_embedding.conv_in",
    "input_hint_block.2, controlnet_cond_embedding.blocks.0",
    "input_hint_block.12, controlnet_cond_embedding.blocks.5",
    "input_hint_block.14, controlnet_cond_embedding.conv_out",
    "zero_convs.0.0, controlnet_down_blocks.0",
    "zero_convs.11.0, controlnet_down_blocks.11",
    "middle_block_out.0, controlnet_mid_block",
    "input_blocks.3.0.op, down_blocks.0.downsamplers.0.conv",
    "middle_block.2.in_layers.2, mid_block.resnets.1.conv1"
  })
  void originalNamesAreThoseOfThePaper(String original, String diffusers) {
    Map<String, String> names = originalNames(ControlNetFiles.open(FOLDER).tensors().names());
    assertThat(names).containsEntry(diffusers + ".bias", original + ".bias");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void fullSizeConfigurationIsToldFromTheShapes(String model) {
    boolean xl = model.equals("sdxl");
    ControlNetConfig told =
        ControlNetConfig.read(
            JsonFile.of(FILE, ShapeConfigs.controlNet(new TensorMap(FILE, fullSize(model)))));
    UNetConfig encoder = told.encoder();
    assertThat(encoder.blockOutChannels())
        .isEqualTo(xl ? List.of(320, 640, 1280) : List.of(320, 640, 1280, 1280));
    assertThat(encoder.heads()).isEqualTo(xl ? List.of(5, 10, 20) : List.of(8, 8, 8, 8));
    assertThat(encoder.midDepth()).isEqualTo(xl ? 10 : 1);
    assertThat(encoder.addedInputDim()).isEqualTo(xl ? 2816 : 0);
    assertThat(told.embeddingChannels()).containsExactly(16, 32, 96, 256);
    assertThat(told.pictureChannels()).isEqualTo(3);
    assertThat(told.downscale()).isEqualTo(8);
  }

  @Test
  void anotherKindOfFileIsRefusedByName() {
    TensorView any = ControlNetFiles.open(FOLDER).tensors().all().iterator().next();
    Path lora = file("lora.safetensors", any.as("lora_controlnet"));
    assertThatThrownBy(() -> ControlNetFiles.open(lora))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Control-LoRA");
    Path other = file("other.safetensors", any.as("body.0.weight"));
    assertThat(ControlNetFiles.isControlNet(other)).isFalse();
    assertThatThrownBy(() -> ControlNetFiles.open(other))
        .hasMessageContaining("controlnet_cond_embedding.conv_in.weight: missing");
    Path union =
        file("union.safetensors", any.as("input_hint_block.0.weight"), any.as("task_embedding"));
    assertThatThrownBy(() -> ControlNetFiles.open(union))
        .hasMessageContaining("task_embedding: unknown (expected: a ControlNet's tensor)");
  }

  @ParameterizedTest
  @CsvSource({
    "controlnet_conditioning_channel_order, grb",
    "global_pool_conditions, true",
    "_class_name, UNet2DConditionModel"
  })
  void whatTheNetworkHasNotIsRefused(String key, String value) {
    var config = ControlNetFiles.open(FOLDER).config().node().deepCopy();
    var changed = (com.fasterxml.jackson.databind.node.ObjectNode) config;
    if (value.equals("true")) {
      changed.put(key, true);
    } else {
      changed.put(key, value);
    }
    assertThatThrownBy(() -> ControlNetConfig.read(JsonFile.of(FILE, changed)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(key);
  }

  private Path file(String name, TensorView... tensors) {
    return TestingSafetensors.write(temp.resolve(name), List.of(tensors));
  }

  /** The names that github.com/lllyasviel/ControlNet gives, by diffusers' names of tensors. */
  private static Map<String, String> originalNames(Set<String> tensors) {
    Set<String> encoder = new TreeSet<>();
    tensors.stream()
        .filter(name -> !name.startsWith("controlnet_"))
        .forEach(name -> encoder.add(module(name)));
    Map<String, String> modules = new LinkedHashMap<>(LdmNames.unetModules(encoder));
    modules.put("controlnet_cond_embedding.conv_in", "input_hint_block.0");
    for (int i = 0; i < 6; i++) {
      modules.put("controlnet_cond_embedding.blocks." + i, "input_hint_block." + (2 * i + 2));
    }
    modules.put("controlnet_cond_embedding.conv_out", "input_hint_block.14");
    modules.put("controlnet_mid_block", "middle_block_out.0");
    for (int i = 0; i < 12; i++) {
      modules.put("controlnet_down_blocks." + i, "zero_convs." + i + ".0");
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (String tensor : tensors) {
      names.put(tensor, modules.get(module(tensor)) + tensor.substring(module(tensor).length()));
    }
    return names;
  }

  private static String module(String tensor) {
    return tensor.substring(0, tensor.lastIndexOf('.'));
  }

  /** A ControlNet's tensors are its UNet's up to the middle, and its own. */
  private static List<TensorView> fullSize(String model) {
    JsonNode golden = Golden.of("full-size-names").json(model + ".json.gz");
    List<TensorView> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> weight : golden.get("weights").properties()) {
      if (!weight.getKey().matches("(up_blocks|conv_out|conv_norm_out)\\..*")) {
        JsonNode sizes = weight.getValue().get("shape");
        long[] shape = new long[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
          shape[i] = sizes.get(i).asLong();
        }
        tensors.add(shapeOnly(weight.getKey(), shape));
      }
    }
    String embedding = "controlnet_cond_embedding.";
    tensors.add(shapeOnly(embedding + "conv_in.weight", 16, 3, 3, 3));
    long[] widths = {16, 16, 32, 32, 96, 96, 256};
    for (int i = 0; i < 6; i++) {
      String block = embedding + "blocks." + i + ".weight";
      tensors.add(shapeOnly(block, widths[i + 1], widths[i], 3, 3));
    }
    tensors.add(shapeOnly(embedding + "conv_out.weight", 320, 256, 3, 3));
    return tensors;
  }

  private static TensorView shapeOnly(String name, long... shape) {
    return new TensorView(FILE, name, DType.F16, shape, ByteBuffer.allocate(0));
  }
}
