package inkflow.diffusion.weights.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.lcm.Prediction;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchedulerConfigTest {
  private final ObjectNode config = JsonNodeFactory.instance.objectNode();

  private SchedulerConfig read() {
    return SchedulerConfig.read(JsonFile.of(Path.of("scheduler_config.json"), config));
  }

  @Test
  void anotherSamplersConfigTellsHowTheModelWasTrained() {
    config.put("_class_name", "PNDMScheduler").put("prediction_type", "v_prediction");
    config.put("skip_prk_steps", true).put("steps_offset", 1).put("thresholding", false);
    assertThat(read().prediction()).isEqualTo(Prediction.V_PREDICTION);
    assertThat(read().originSteps()).isEqualTo(50);
  }

  @Test
  void clippingIsDoneWhereItIsAskedFor() {
    assertThat(read().clipRange()).isInfinite();
    config.put("clip_sample", true);
    assertThat(read().clipRange()).isEqualTo(1);
    config.put("clip_sample_range", 2.5);
    assertThat(read().clipRange()).isEqualTo(2.5);
  }

  @Test
  void noiseBetweenStepsIsFreshUnlessTheModelSaysOtherwise() {
    assertThat(read().eta()).isEqualTo(1);
    config.put("eta", 0.25);
    assertThat(read().eta()).isEqualTo(0.25);
    config.put("eta", 1.5);
    assertThatThrownBy(this::read).hasMessageContaining("eta: 1.5 (expected: >= 0 and <= 1)");
  }

  @Test
  void whatIsNotDoneIsRefusedByName() {
    config.put("thresholding", true);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("thresholding: true (expected: null or false)");
    config.put("thresholding", false).put("_class_name", "EDMEulerScheduler");
    assertThatThrownBy(this::read).hasMessageContaining("_class_name: EDMEulerScheduler");
  }
}
