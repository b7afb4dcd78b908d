package inkflow.diffusion.weights.naming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdmNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void everyModuleOfTheFullSizeModelsHasItsOriginalName(String model) {
    JsonNode golden = Golden.of("full-size-names").json(model + ".json.gz");
    List<String> modules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> weight : golden.get("weights").properties()) {
      modules.add(module(weight.getKey()));
    }
    Map<String, String> ldm = LdmNames.unetModules(modules);
    for (Map.Entry<String, JsonNode> weight : golden.get("weights").properties()) {
      assertThat("model.diffusion_model." + ldm.get(module(weight.getKey())))
          .isEqualTo(module(weight.getValue().get("ldm").asText()));
    }
  }

  private static String module(String weight) {
    return weight.substring(0, weight.lastIndexOf('.'));
  }
}
