package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/** A table of requests for timesteps, each with the list it gives or an error. */
public final class ScheduleKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    SchedulerConfig config = golden.scheduler(golden.json());
    for (JsonNode row : golden.json(golden.json().path("table").asText())) {
      String got = answer(row, config);
      String want =
          row.path("timesteps").isArray() ? Arrays.toString(ints(row.get("timesteps"))) : "error";
      findings.require(got.equals(want), row + ": " + got);
    }
  }

  private static String answer(JsonNode row, SchedulerConfig config) {
    try {
      return Arrays.toString(ask(row, config));
    } catch (IllegalArgumentException e) {
      return "error";
    }
  }

  private static int[] ask(JsonNode row, SchedulerConfig config) {
    int originSteps = row.path("original").asInt(config.originSteps());
    LcmTimesteps timesteps = new LcmTimesteps(config.trainSteps(), originSteps);
    double strength = row.path("strength").asDouble(1);
    if (row.has("timesteps_in")) {
      int[] custom = ints(row.get("timesteps_in"));
      return row.has("strength") ? timesteps.custom(strength, custom) : timesteps.custom(custom);
    }
    int steps = row.get("steps").asInt();
    return row.get("schedule").asText().equals("B")
        ? timesteps.sliced(steps, strength)
        : timesteps.withStrength(steps, strength);
  }

  static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
