package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraModule;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of adapter merged by libtorch, against the merge by its formula. */
class FusedAdaptersTest {
  private static final Path FOLDER = Path.of("src/test/resources/adapters");
  private static final double ROUNDING = 1e-6;

  private final TensorMap base =
      new TensorMap(
          FOLDER, SafetensorsFile.open(FOLDER.resolve("base.safetensors")).tensors().values());
  private final LoraTargets targets = LoraTargets.of(base, List.of());

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
  void libtorchMergesAsTheFormulaDoes(String kind) {
    LoraFile lora = read(kind);
    List<String> names = lora.modules().stream().map(LoraModule::weightName).toList();
    List<Term> mix = List.of(new Term(lora, 0.6));
    Map<String, float[]> fused = fused(mix, names);
    for (String name : names) {
      assertNear(fused.get(name), plain(name, mix), name);
    }
  }

  @Test
  void kindsMixInAnyOrderAndLeaveNothingBehind() {
    List<String> names = List.of("mid.linear.weight", "mid.three_by_three.weight");
    List<Term> mix = List.of(new Term(read("dora"), 0.7), new Term(read("lokr-tucker"), 1.2));
    List<Term> other = List.of(new Term(read("full"), 1));
    Map<String, float[]> first = fused(mix, names);
    fused(other, names);
    Map<String, float[]> again = fused(mix, names);
    for (String name : names) {
      assertThat(again.get(name)).isEqualTo(first.get(name));
      assertNear(first.get(name), plain(name, mix), name);
      assertNear(plain(name, List.of(mix.get(1), mix.get(0))), plain(name, mix), name);
    }
  }

  private float[] plain(String name, List<Term> mix) {
    int dot = name.lastIndexOf('.');
    return PlainLoraMerge.merge(base.require(name), ModelPart.UNET, name.substring(0, dot), mix);
  }

  private Map<String, float[]> fused(List<Term> mix, List<String> names) {
    List<WeightUpdate> updates = new ArrayList<>();
    for (Term term : mix) {
      for (LoraModule module : term.lora().modules()) {
        double scale = term.scale() * module.scale();
        updates.add(new WeightUpdate(module.weightName(), module.delta(), scale));
      }
    }
    return FusedWeights.of(base, updates, names);
  }

  private static void assertNear(float[] actual, float[] expected, String name) {
    assertThat(Difference.between(actual, expected).relativeL2()).as(name).isLessThan(ROUNDING);
  }
}
