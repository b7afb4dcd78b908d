package inkflow.diffusion.lora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.checkpoint.CheckpointFolder;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoraFileTest {
  private static final Golden SD15 = Golden.of("lora-sd15");
  private static final Golden MALFORMED = Golden.of("malformed");
  private static final Path INKLING = Path.of("..", "models", "inkling");

  @ParameterizedTest
  @CsvSource({
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm.diffusers.safetensors, DIFFUSERS",
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm.diffusers-middle.safetensors, DIFFUSERS_MIDDLE",
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm.diffusers-mixed.safetensors, MIXED",
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm.diffusers-metadata.safetensors, DIFFUSERS",
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm.peft, PEFT",
    "lora-sd15, sd15, lcm.kohya.safetensors, lcm-noalpha.kohya.safetensors, KOHYA",
    "lora-sd15, sd15, style.kohya.safetensors, style.diffusers-metadata.safetensors, DIFFUSERS",
    "lora-sd15, sd15, style.kohya.safetensors, style.diffusers-linear-layer.safetensors,"
        + " DIFFUSERS_MIDDLE",
    "lora-sdxl, sdxl, lcm.kohya.safetensors, lcm.kohya-sgm.safetensors, KOHYA_SGM",
    "lora-sdxl, sdxl, lcm.kohya.safetensors, lcm.diffusers.safetensors, DIFFUSERS",
    "lora-sdxl, sdxl, style.kohya-sgm.safetensors, style.diffusers.safetensors, DIFFUSERS",
  })
  void everyFormatOfAnAdapterChangesTheSameWeightsTheSameWay(
      String caseName, String model, String kohya, String other, LoraFormat format) {
    Golden golden = Golden.of(caseName);
    LoraTargets targets = targets(Golden.of("models").path(model));
    LoraFile one = LoraFile.read(golden.path("lora/" + kohya), targets);
    LoraFile two = LoraFile.read(golden.path("lora/" + other), targets);
    assertThat(two.format()).isEqualTo(format);
    assertThat(two.modules()).hasSameSizeAs(one.modules());
    for (LoraModule module : one.modules()) {
      LoraModule same = two.find(module.part(), module.module()).orElseThrow();
      assertThat(Golden.relativeError(delta(same), delta(module)))
          .as(module.module())
          .isLessThan(1e-5);
    }
  }

  @Test
  void oldAttentionNamesAreTheAttentionPart() {
    LoraTargets targets = targets(Golden.of("models").path("sd15"));
    LoraFile whole = LoraFile.read(SD15.path("lora/style.kohya.safetensors"), targets);
    LoraFile attention =
        LoraFile.read(SD15.path("lora/style-attn.diffusers-old.safetensors"), targets);
    assertThat(attention.format()).isEqualTo(LoraFormat.DIFFUSERS_OLD);
    assertThat(attention.modules()).hasSize(92);
    for (LoraModule module : attention.modules()) {
      LoraModule same = whole.find(module.part(), module.module()).orElseThrow();
      assertThat(Golden.relativeError(delta(module), delta(same))).isLessThan(1e-5);
    }
  }

  @Test
  void everyModuleHasItsOwnAlphaAndRank() {
    LoraTargets targets = targets(Golden.of("models").path("sd15"));
    LoraFile varied = LoraFile.read(SD15.path("lora/varied.kohya.safetensors"), targets);
    assertThat(varied.modules().stream().mapToDouble(LoraModule::alpha).distinct().count())
        .isGreaterThan(5);
    assertThat(varied.modules().stream().mapToInt(LoraModule::rank).distinct().count())
        .isGreaterThan(2);
  }

  @Test
  void inklingsOwnAdaptersFitInkling() throws IOException {
    LoraTargets targets = targets(INKLING);
    List<Path> files;
    try (Stream<Path> listed = Files.list(INKLING.resolve("lora"))) {
      files = listed.toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    for (Path file : files) {
      int outermost = file.endsWith("lcm.safetensors") ? 0 : 2; // conv_in and conv_out
      LoraFile lora = LoraFile.read(file, targets);
      assertThat(lora.modules()).hasSize(142 + outermost);
      assertThat(lora.modules()).allMatch(m -> m.part() == ModelPart.UNET);
      assertThat(lora.modules()).allMatch(m -> Math.abs(m.scale() - 1) < 1e-6);
    }
  }

  static Stream<JsonNode> broken() {
    JsonNode files = MALFORMED.json("case.json").get("files");
    return StreamSupport.stream(files.spliterator(), false)
        .filter(entry -> entry.get("load_as").asText().startsWith("lora"))
        .filter(entry -> entry.get("expect").asText().startsWith("error"));
  }

  @Test
  void wordsAreTheTriggerPhraseOfTheHeader(@TempDir Path folder) throws IOException {
    LoraTargets targets = targets(INKLING);
    Path neon = INKLING.resolve("lora/neon.safetensors");
    assertThat(LoraFile.read(neon, targets).words()).isEmpty();

    Path named = folder.resolve("named.safetensors");
    Files.write(named, withMetadata(neon, "\"modelspec.trigger_phrase\":\" neon sign \""));
    assertThat(LoraFile.read(named, targets).words()).contains("neon sign");
  }

  private static byte[] withMetadata(Path file, String entry) throws IOException {
    ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) old.getLong()];
    old.get(header);
    byte[] changed =
        new String(header, UTF_8)
            .replace("\"__metadata__\":{", "\"__metadata__\":{" + entry + ",")
            .getBytes(UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(8 + changed.length + old.remaining());
    whole.order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length).put(changed).put(old);
    return whole.array();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenAdapterIsRefusedWithItsFileAndModule(JsonNode entry) {
    Path file = MALFORMED.path(entry.get("file").asText());
    var refusal =
        assertThatThrownBy(() -> LoraFile.read(file, good()))
            .as(entry.get("why").asText())
            .isInstanceOf(InvalidModelException.class)
            .hasMessageContaining(file.toString());
    entry.get("must_name").forEach(name -> refusal.hasMessageContaining(name.asText()));
  }

  @Test
  void anAdapterForAnotherArchitectureIsCalledThat() {
    assertThatThrownBy(() -> read("lora-other-architecture.safetensors"))
        .hasMessageContaining("another architecture");
  }

  @Test
  void aWholeAdapterLoads() {
    assertThat(read("lora-good.safetensors").modules()).hasSize(25);
  }

  @Test
  void unknownModulesAreLeftOutOnlyOnRequest() {
    Path file = MALFORMED.path("lora-unknown-module.safetensors");
    LoraFile lora = LoraFile.readLeniently(file, good());
    assertThat(lora.modules()).hasSize(25);
    assertThat(lora.ignored()).containsExactly("lora_unet_down_blocks_7_attentions_0_proj_in");
  }

  @ParameterizedTest
  @CsvSource({
    "lora-no-up.safetensors",
    "lora-rank-mismatch.safetensors",
    "lora-wrong-width.safetensors"
  })
  void whatIsHalfThereOrDoesNotFitIsLeftOutOnlyOnRequest(String name) {
    LoraFile lora = LoraFile.readLeniently(MALFORMED.path(name), good());
    assertThat(lora.modules()).hasSize(24);
    assertThat(lora.ignored())
        .containsExactly("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_v");
  }

  @Test
  void lenienceIsNotForAnotherArchitecture() {
    Path file = MALFORMED.path("lora-other-architecture.safetensors");
    assertThatThrownBy(() -> LoraFile.readLeniently(file, good()))
        .hasMessageContaining("another architecture");
  }

  @ParameterizedTest
  @CsvSource({"lora-sdxl, sd15, 64, 32", "lora-sd15, sdxl, 32, 64"})
  void anAdapterOfTheOtherFamilyIsRefusedWithBothTextWidths(
      String golden, String model, int its, int own) {
    Path file = Golden.of(golden).path("lora/lcm.kohya.safetensors");
    assertThatThrownBy(() -> LoraFile.read(file, targets(Golden.of("models").path(model))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("another architecture")
        .hasMessageContaining("width " + its + " (expected: " + own + ")");
  }

  @ParameterizedTest
  @CsvSource({"2048, SDXL, 768, SD1.5", "768, SD1.5, 2048, SDXL"})
  void theFamiliesAreNamed(int its, String family, int own, String modelFamily) {
    Map<String, TensorView> adapter =
        Stream.of("to_k", "to_v")
            .map(name -> zeros("unet.mid_block.attn2." + name + ".lora_A.weight", 4, its))
            .collect(Collectors.toMap(TensorView::name, tensor -> tensor));
    TensorMap unet =
        new TensorMap(Path.of("unet"), List.of(zeros("mid_block.attn2.to_k.weight", 8, own)));
    assertThatThrownBy(
            () ->
                LoraFamily.requireSame(
                    Path.of("a.safetensors"), adapter, LoraTargets.of(unet, List.of())))
        .hasMessageContaining(its + ", as " + family + " has")
        .hasMessageContaining("expected: " + own + ", as " + modelFamily + " has");
  }

  private static TensorView zeros(String name, int rows, int columns) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * rows * columns);
    return new TensorView(Path.of("test"), name, DType.F32, new long[] {rows, columns}, bytes);
  }

  @Test
  void otherKindsOfAdapterAreRefusedByName() {
    Path file = Path.of("a.safetensors");
    for (String[] kind :
        new String[][] {
          {"lora_unet_conv_in.oft_blocks", "OFT"},
          {"base_model.model.conv_in.boft_R", "BOFT"},
          {"base_model.model.conv_in.ia3_l", "PEFT's IA3"},
          {"lora_unet_conv_in.a1.weight", "GLoRA"},
          {"bundle_emb.cat.clip_l", "bundled embeddings"}
        }) {
      assertThatThrownBy(() -> LoraKey.refuseOtherKinds(file, List.of(kind[0])))
          .hasMessageContaining("is of " + kind[1] + " (expected: LoRA");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lora-sd15, sd15, lcm_100",
    "lora-sd15, sd15, style_80_lcm_100",
    "lora-sdxl, sdxl, style_80_lcm_100"
  })
  void mergedWeightsHaveTheChecksumsOfTheReference(String caseName, String model, String call) {
    Golden golden = Golden.of(caseName);
    CheckpointFolder checkpoint = CheckpointFolder.open(Golden.of("models").path(model));
    LoraTargets targets = targets(Golden.of("models").path(model));
    List<PlainLoraMerge.Term> mix = mix(golden, call, targets);
    Map<ModelPart, TensorMap> weights = weights(checkpoint);
    JsonNode merged = golden.json("merged.json").get(call);
    assertThat(merged.properties()).isNotEmpty();
    for (var weight : merged.properties()) {
      ModelPart part = part(weight.getKey());
      String name = weight.getKey().substring(part.folder().length() + 1);
      String module = name.substring(0, name.length() - ".weight".length());
      float[] got = PlainLoraMerge.merge(weights.get(part).require(name), part, module, mix);
      requireChecksums(weight.getKey(), got, weight.getValue());
    }
  }

  private static void requireChecksums(String name, float[] got, JsonNode want) {
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
    double near = 1e-5 * want.get("abs_max").asDouble() * Math.sqrt(got.length);
    assertThat(sum).as(name).isCloseTo(want.get("sum").asDouble(), within(near));
    assertThat(squares).as(name).isCloseTo(want.get("sumsq").asDouble(), within(near));
    assertThat(most).as(name).isCloseTo(want.get("abs_max").asDouble(), within(near));
    assertThat(cosines).as(name).isCloseTo(want.get("dot_cos").asDouble(), within(near));
  }

  private static List<PlainLoraMerge.Term> mix(Golden golden, String call, LoraTargets targets) {
    JsonNode json = golden.json("case.json");
    return StreamSupport.stream(json.get("calls").get(call).get("mix").spliterator(), false)
        .map(
            term -> {
              JsonNode adapter = json.get("adapters").get(term.get(0).asText());
              Path file = golden.path(adapter.get("kohya").asText());
              return new PlainLoraMerge.Term(LoraFile.read(file, targets), term.get(1).asDouble());
            })
        .toList();
  }

  private static ModelPart part(String name) {
    return Stream.of(ModelPart.values())
        .filter(part -> name.startsWith(part.folder() + "."))
        .findFirst()
        .orElseThrow();
  }

  private static Map<ModelPart, TensorMap> weights(CheckpointFolder checkpoint) {
    Map<ModelPart, TensorMap> weights = new EnumMap<>(ModelPart.class);
    weights.put(ModelPart.UNET, checkpoint.unet().tensors());
    List<ComponentFolder> encoders = checkpoint.textEncoders();
    weights.put(ModelPart.TEXT_ENCODER, encoders.get(0).tensors());
    if (encoders.size() > 1) {
      weights.put(ModelPart.TEXT_ENCODER_2, encoders.get(1).tensors());
    }
    return weights;
  }

  private static LoraTargets targets(Path model) {
    CheckpointFolder checkpoint = CheckpointFolder.open(model);
    return LoraTargets.of(
        checkpoint.unet().tensors(),
        checkpoint.textEncoders().stream().map(ComponentFolder::tensors).toList());
  }

  private static LoraTargets good() {
    return LoraTargets.of(ComponentFolder.ofDiffusers(MALFORMED.path("good")).tensors(), List.of());
  }

  private static LoraFile read(String file) {
    return LoraFile.read(MALFORMED.path(file), good());
  }

  private static float[] delta(LoraModule module) {
    return PlainLoraMerge.delta(module);
  }
}
