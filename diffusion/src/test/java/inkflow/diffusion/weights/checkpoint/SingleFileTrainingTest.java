package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.TestingSafetensors;
import inkflow.diffusion.lcm.Prediction;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileTrainingTest {
  @TempDir Path temp;

  private SchedulerConfig marked(String... marks) {
    List<TensorView> empty =
        Arrays.stream(marks)
            .map(
                mark ->
                    new TensorView(
                        temp, mark, DType.F32, new long[] {0}, ByteBuffer.allocateDirect(0)))
            .toList();
    Path file = TestingSafetensors.write(temp.resolve("model.safetensors"), empty);
    return new SingleFileTraining(SafetensorsFile.open(file)).scheduler();
  }

  @Test
  void isThatOfStableDiffusionUnlessMarked() {
    assertThat(marked()).isEqualTo(SchedulerConfig.stableDiffusion());
  }

  @Test
  void marksTellVelocityAndTheZeroTerminal() {
    assertThat(marked("v_pred").prediction()).isEqualTo(Prediction.V_PREDICTION);
    assertThat(marked("v_pred").zeroTerminalSnr()).isFalse();
    assertThat(marked("v_pred", "ztsnr").zeroTerminalSnr()).isTrue();
  }

  @Test
  void otherNoiseIsRefusedByItsMark() {
    assertThatThrownBy(() -> marked("edm_mean"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("edm_mean: the EDM noise schedule");
  }

  @Test
  void stableDiffusion2IsRefusedByName() {
    assertThatThrownBy(() -> marked("cond_stage_model.model.ln_final.weight"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Stable Diffusion 2");
  }
}
