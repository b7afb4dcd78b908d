package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.ShapeConfigs;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleFileCheckpointTest {

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void everyTensorHasItsPlaceInDiffusers(String model) {
    Golden golden = Golden.of("single-file-" + model);
    SingleFileCheckpoint file = SingleFileCheckpoint.open(golden.path("model.safetensors"));
    CheckpointFolder folder = CheckpointFolder.open(Golden.of("models").path(model));
    Map<String, TensorMap> ours = parts(file);
    Map<String, TensorMap> theirs = parts(folder);
    int checked = 0;
    for (JsonNode row : golden.json("mapping.json.gz")) {
      String name = row.get(2).asText();
      TensorView got = ours.get(row.get(1).asText()).require(name);
      TensorView want = theirs.get(row.get(1).asText()).require(name);
      assertThat(got.shape()).as(name).isEqualTo(want.shape());
      // The file's autoencoder is rounded to fp16.
      assertThat(Golden.relativeError(got.toFloats(), want.toFloats())).as(name).isLessThan(4e-4);
      checked++;
    }
    int tensors = ours.values().stream().mapToInt(part -> part.names().size()).sum();
    assertThat(tensors).isEqualTo(checked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void fullSizeConfigurationIsToldFromTheShapes(String model) {
    JsonNode golden = Golden.of("full-size-names").json(model + ".json.gz");
    List<TensorView> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> weight : golden.get("weights").properties()) {
      tensors.add(shapeOnly(weight.getKey(), weight.getValue().get("shape")));
    }
    Path path = Path.of("model.safetensors");
    UNetConfig told =
        UNetConfig.read(JsonFile.of(path, ShapeConfigs.unet(new TensorMap(path, tensors))));
    boolean xl = model.equals("sdxl");
    assertThat(told.blockOutChannels())
        .isEqualTo(xl ? List.of(320, 640, 1280) : List.of(320, 640, 1280, 1280));
    assertThat(told.heads()).isEqualTo(xl ? List.of(5, 10, 20) : Collections.nCopies(4, 8));
    assertThat(told.crossAttentionDim()).isEqualTo(xl ? 2048 : 768);
    assertThat(told.addedInputDim()).isEqualTo(xl ? 2816 : 0);
    assertThat(told.linearProjection()).isEqualTo(xl);
    assertThat(told.midDepth()).isEqualTo(xl ? 10 : 1);
    assertThat(told.downDepths().get(1)).isEqualTo(xl ? List.of(2, 2) : List.of(1, 1));
    assertThat(told.upDepths().get(0)).isEqualTo(xl ? List.of(10, 10, 10) : List.of(1, 1, 1));
    assertThat(told.middle()).isEqualTo(UNetConfig.Middle.ATTENTION);
  }

  @Test
  void smallModelsTellTheirChannelsToo() {
    SingleFileCheckpoint file =
        SingleFileCheckpoint.open(Golden.of("single-file-sdxl").path("model.safetensors"));
    assertThat(file.name()).isEqualTo("model");
    JsonNode vae = file.autoencoder().config().node();
    assertThat(vae.get("block_out_channels")).hasSize(4);
    assertThat(vae.get("scaling_factor").asDouble()).isEqualTo(0.13025);
    assertThat(file.textEncoders()).hasSize(2);
    ClipTextConfig second = ClipTextConfig.read(file.textEncoders().get(1).config());
    assertThat(second.projectionDim()).isEqualTo(32);
    assertThat(second.layers()).isEqualTo(3);
    assertThat(second.activation()).isEqualTo(ClipTextConfig.Activation.GELU);
  }

  @Test
  void aFileWithoutAUNetIsNoCheckpoint() {
    Path lora = Golden.of("malformed").path("lora-good.safetensors");
    assertThatThrownBy(() -> ModelCheckpoint.open(lora))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("model.diffusion_model.: missing");
  }

  private static Map<String, TensorMap> parts(ModelCheckpoint checkpoint) {
    Map<String, TensorMap> parts = new HashMap<>();
    parts.put("unet", checkpoint.unet().tensors());
    parts.put("vae", checkpoint.autoencoder().tensors());
    List<ComponentFolder> encoders = checkpoint.textEncoders();
    parts.put("text_encoder", encoders.get(0).tensors());
    if (encoders.size() > 1) {
      parts.put("text_encoder_2", encoders.get(1).tensors());
    }
    return parts;
  }

  private static TensorView shapeOnly(String name, JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    return new TensorView(Path.of("a"), name, DType.F16, shape, ByteBuffer.allocate(0));
  }
}
