package inkflow.diffusion.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.networks.Network;
import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.weights.CheckpointFolder;
import inkflow.diffusion.weights.ComponentFolder;
import inkflow.diffusion.weights.JsonFile;
import inkflow.diffusion.weights.SchedulerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole runs from a prompt to a picture, as far as the engine can do them: SD1.5, from noise. */
final class PipelineKind implements KindRunner {
  private static final String FROM_NOISE = "sd.txt2img";

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      JsonNode asked = call.getValue();
      String pipeline = asked.path("pipeline").asText();
      boolean one = asked.path("prompt").isTextual() && asked.path("seed").isIntegralNumber();
      if (!pipeline.equals(FROM_NOISE) || !one) {
        findings.fault("not supported yet: " + call.getKey() + ": " + pipeline);
        continue;
      }
      run(golden, call.getKey(), asked, findings);
    }
  }

  private static void run(ParityCase golden, String call, JsonNode asked, Findings findings) {
    CheckpointFolder base = CheckpointFolder.open(golden.model("base"));
    ComponentFolder unet = base.unet();
    ComponentFolder text = base.textEncoders().get(0);
    List<Term> mix = mix(golden, asked, LoraTargets.of(unet.tensors(), List.of(text.tensors())));
    ComponentFolder vae =
        asked.has("vae")
            ? ComponentFolder.ofDiffusers(golden.model(asked.get("vae").asText()))
            : base.autoencoder();
    try (Network encoder = Network.textEncoder(text, ParityCheck.FP32);
        Network.Weights textWeights = encoder.with(LoraMixes.updates(mix, ModelPart.TEXT_ENCODER));
        Network denoiser = Network.unet(unet, ParityCheck.FP32);
        Network.Weights weights = denoiser.with(LoraMixes.updates(mix, ModelPart.UNET));
        Network decoder = Network.autoencoder(vae, ParityCheck.FP32);
        TextToImageRun run =
            new TextToImageRun(
                new TextToImageRun.Parts(
                    ClipTokenizer.read(base.tokenizers().get(0)),
                    encoder,
                    textWeights,
                    denoiser,
                    weights,
                    decoder,
                    scheduler(base, asked)),
                golden,
                call,
                findings)) {
      run.compare(asked);
    }
  }

  private static List<Term> mix(ParityCase golden, JsonNode asked, LoraTargets targets) {
    List<Term> mix = new ArrayList<>();
    for (JsonNode term : asked.path("loras")) {
      LoraFile lora = LoraFile.read(golden.model(term.get(0).asText()), targets);
      mix.add(new Term(lora, term.get(1).asDouble()));
    }
    return mix;
  }

  /** The checkpoint's, with what the call says otherwise. */
  private static SchedulerConfig scheduler(CheckpointFolder base, JsonNode asked) {
    JsonFile own = JsonFile.read(base.path().resolve("scheduler/scheduler_config.json"));
    ObjectNode merged = own.node().deepCopy();
    asked.path("scheduler").properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
    return SchedulerConfig.read(JsonFile.of(own.file(), merged));
  }
}
