package inkflow.diffusion.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what LyCORIS makes of the same files; {@code adapters.py} there wrote them. */
class AdapterKindsTest {
  private static final Path FOLDER = Path.of("src/test/resources/adapters");
  private static final double ROUNDING = 1e-6;

  private final TensorMap base = new TensorMap(FOLDER, open("base").tensors().values());
  private final LoraTargets targets = LoraTargets.of(base, List.of());
  private final Map<String, TensorView> merged = open("merged").tensors();

  private static SafetensorsFile open(String name) {
    return SafetensorsFile.open(FOLDER.resolve(name + ".safetensors"));
  }

  private LoraFile read(String kind) {
    return LoraFile.read(FOLDER.resolve(kind + ".safetensors"), targets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lora",
        "tucker",
        "dora",
        "dora-inputs",
        "loha",
        "loha-tucker",
        "loha-dora",
        "lokr",
        "lokr-both",
        "lokr-tucker",
        "lokr-whole",
        "full",
        "ia3",
        "ia3-inputs",
        "norm"
      })
  void mergedWeightsAreTheReferences(String kind) {
    LoraFile lora = read(kind);
    assertThat(lora.modules()).isNotEmpty();
    for (double scale : new double[] {1, 0.5}) {
      String start = kind + "." + scale + ".";
      List<String> names =
          merged.keySet().stream()
              .filter(name -> name.startsWith(start))
              .map(name -> name.substring(start.length()))
              .toList();
      assertThat(names)
          .hasSameElementsAs(lora.modules().stream().map(LoraModule::weightName).toList());
      for (String name : names) {
        float[] expected = merged.get(start + name).toFloats();
        float[] plain = plain(name, List.of(new Term(lora, scale)));
        assertNear(plain, expected, start + name);
        assertThat(plain).as("changed").isNotEqualTo(base.require(name).toFloats());
      }
    }
  }

  private float[] plain(String name, List<Term> mix) {
    int dot = name.lastIndexOf('.');
    return PlainLoraMerge.merge(base.require(name), ModelPart.UNET, name.substring(0, dot), mix);
  }

  private static void assertNear(float[] actual, float[] expected, String name) {
    assertThat(Difference.between(actual, expected).relativeL2()).as(name).isLessThan(ROUNDING);
  }

  @Test
  void whatIsMissingIsNamed() {
    Map<LoraKey.Role, TensorView> halves = new EnumMap<>(LoraKey.Role.class);
    Map<String, TensorView> loha = open("loha").tensors();
    halves.put(LoraKey.Role.LOHA_1_A, loha.get("lora_unet_mid_linear.hada_w1_a"));
    halves.put(LoraKey.Role.LOHA_1_B, loha.get("lora_unet_mid_linear.hada_w1_b"));
    assertThatThrownBy(() -> new LoraDeltas(halves).ofWeight(new long[] {8, 12}))
        .hasMessageContaining("only [LOHA_1_A, LOHA_1_B] (expected: LOHA_2_A too)");
  }

  @Test
  void anAdapterOfAnotherShapeIsRefused() {
    TensorMap wide =
        new TensorMap(
            FOLDER,
            List.of(
                base.require("mid.three_by_three.weight").as("mid.linear.weight"),
                base.require("mid.one_by_one.weight"),
                base.require("mid.three_by_three.weight")));
    assertThatThrownBy(
            () ->
                LoraFile.read(FOLDER.resolve("loha.safetensors"), LoraTargets.of(wide, List.of())))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("lora_unet_mid_linear")
        .hasMessageContaining("changes 8 x 12 (expected: to fit [8, 6, 3, 3])");
  }

  @Test
  void lycorisOwnNamesAndPeftsPrefixBeforeKohyasAreUnderstood() {
    ModuleNames names = new ModuleNames(targets);
    for (String name :
        List.of(
            "lycoris_mid_one_by_one",
            "lora_unet_mid_one_by_one",
            "base_model.model.lora_unet_mid_one_by_one",
            "base_model.model.mid_one_by_one",
            "unet.mid_one_by_one")) {
      assertThat(names.find(name).orElseThrow().module()).as(name).isEqualTo("mid.one_by_one");
    }
  }
}
