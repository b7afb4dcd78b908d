package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Streams of pictures through a stream batch with a {@link LinearNetwork}. */
public final class StreamKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    LinearNetwork network =
        new LinearNetwork(
            golden.floats("in.unet.M"), golden.floats("in.unet.u"), golden.floats("in.unet.v"));
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      run(golden, call.getKey(), call.getValue(), network, findings);
    }
  }

  private static void run(
      ParityCase golden, String call, JsonNode asked, LinearNetwork network, Findings findings) {
    String in = "in." + call + ".";
    String out = "out." + call + ".";
    StreamBatch stream = stream(golden, in, asked);
    int pictures = (int) golden.tensor(in + "frames").shape()[0];
    float[][] frames = rows(golden.floats(in + "frames"), pictures);
    float[] negative = golden.floats(in + "negative");
    int switched = asked.path("switch_prompt_at").asInt(pictures);
    for (int i = 0; i < pictures; i++) {
      float[] prompt = golden.floats(in + (i < switched ? "prompt" : "prompt2"));
      List<float[]> outputs = new ArrayList<>();
      for (StreamBatch.Row row : stream.rows(frames[i])) {
        outputs.add(
            network.predict(row.latent(), row.timestep(), row.negative() ? negative : prompt));
      }
      float[][] guided = stream.guide(outputs);
      if (golden.has(out + "guided." + i)) {
        findings.compare(out + "guided." + i, joined(guided));
      }
      findings.compare(out + "frame." + i, stream.advance(guided));
    }
    findings.compare(out + "residual_end", joined(stream.residuals()));
    compareBuffer(golden, out + "buffer_end", stream, findings);
  }

  private static StreamBatch stream(ParityCase golden, String in, JsonNode asked) {
    SchedulerConfig config = golden.scheduler(asked);
    int[] timesteps = ScheduleKind.ints(asked.get("timesteps"));
    String kind = asked.get("cfg").asText().toUpperCase(Locale.ROOT);
    return new StreamBatch(
        config.noiseSchedule(),
        config.scalings(),
        timesteps,
        rows(golden.floats(in + "eps"), timesteps.length),
        new ResidualGuidance(
            ResidualGuidance.Kind.valueOf(kind),
            asked.path("guidance").asDouble(1),
            asked.path("delta").asDouble(1)),
        asked.path("add_noise").asBoolean(true));
  }

  /** A stream of one step has no buffer, for which cases keep a zero. */
  private static void compareBuffer(
      ParityCase golden, String name, StreamBatch stream, Findings findings) {
    float[][] buffer = stream.buffer();
    findings.compare(
        name, buffer.length > 0 ? joined(buffer) : new float[golden.tensor(name).elements()]);
  }

  private static float[][] rows(float[] values, int count) {
    int length = values.length / count;
    float[][] rows = new float[count][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * length, (i + 1) * length));
    return rows;
  }

  private static float[] joined(float[][] rows) {
    float[] joined = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, joined, i * rows[i].length, rows[i].length);
    }
    return joined;
  }
}
