package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.Golden;
import inkflow.diffusion.TestingModels;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.NetworksDevice;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.networks.TestingControlNet;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ControlNets beside each kind of UNet. */
class ControlConditioningTest {
  private static final Picture GREY = new Picture(48, 48, new byte[48 * 48 * 3]);
  private static final MicroConditioning SIZE = new MicroConditioning(48, 48);

  @TempDir Path temp;

  private static NetworksDevice open(Path model, Path controlNet) {
    EngineOptions options =
        EngineOptions.of(model)
            .with(EngineOption.CONTROL_NETS, List.of(new ControlNetFile("net", controlNet)))
            .with(EngineOption.PRECISION, Precision.FP32)
            .with(EngineOption.THREADS, 1);
    return new NetworksOpener(ModelFiles.find(options)).open();
  }

  private static float[] output(NetworksDevice device, double latent, double... scales) {
    Latent filled = device.emptyLatent(48, 48);
    for (int i = 0; i < filled.values().length; i++) {
      filled.values()[i] = (float) Math.sin(latent * i);
    }
    Embedding text = text(device, "a red fox");
    List<RowControl> controls =
        java.util.Arrays.stream(scales)
            .mapToObj(scale -> new RowControl("net", GREY, scale))
            .toList();
    Row row = new Row(filled, 499, text, SIZE, 1, controls);
    try (MixedWeights weights = device.mix(LoraMix.NONE)) {
      return device.predict(weights, List.of(row)).get(0).values();
    }
  }

  private static Embedding text(NetworksDevice device, String prompt) {
    try (MixedWeights weights = device.mix(LoraMix.NONE)) {
      return device.encodeText(weights, List.of(prompt)).get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void theUNetsOwnWayDownTakenAwayLeavesNothingOfTheLatent(String kind) {
    Path model = Golden.of("models").path(kind);
    Path copy = TestingControlNet.copyOf(temp.resolve("net"), model.resolve("unet"));
    try (NetworksDevice device = open(model, copy)) {
      assertThat(Golden.relativeError(output(device, 1), output(device, 2))).isGreaterThan(0.5);
      float[] without = output(device, 1, -1);
      assertThat(Golden.relativeError(output(device, 2, -1), without)).isLessThan(1e-6);
      // The norms amplify the rounding errors of two residuals that cancel.
      assertThat(Golden.relativeError(output(device, 2, 0.5, -1.5), without)).isLessThan(5e-3);
    }
  }

  @Test
  void aFullLcmTakesThoseOfOtherModels() throws IOException {
    Path model = TestingModels.fullLcm(temp.resolve("model"));
    Path net = TestingControlNet.random(temp.resolve("net"), model.resolve("unet"));
    try (NetworksDevice device = open(model, net)) {
      float[] plain = output(device, 1);
      assertThat(Golden.relativeError(output(device, 1, 1), plain)).isGreaterThan(0.01);
      assertThat(output(device, 1, 0)).isEqualTo(plain);
    }
  }
}
