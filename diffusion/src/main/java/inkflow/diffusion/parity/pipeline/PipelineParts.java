package inkflow.diffusion.parity.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.networks.torch.TextEncoders;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.parity.network.LoraMixes;
import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.weights.checkpoint.CheckpointFolder;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a whole run is made with.
 *
 * @param tokenizers in the order of the text encoders
 * @param textWeights LoRAs included, as in the UNet's
 * @param controlNet of a call that has a picture for it
 */
record PipelineParts(
    List<ClipTokenizer> tokenizers,
    TextEncoders text,
    TextWeights textWeights,
    boolean emptyNegativeIsZero,
    UNetConfig config,
    Network unet,
    Network.Weights weights,
    Network vae,
    Optional<Network> controlNet,
    SchedulerConfig scheduler)
    implements AutoCloseable {

  /** The checkpoint {@code base}, with what the call says otherwise. */
  static PipelineParts open(PipelineCall call) {
    ParityCase golden = call.golden();
    JsonNode asked = call.asked();
    CheckpointFolder base = CheckpointFolder.open(golden.model("base"));
    ComponentFolder unet =
        asked.has("unet")
            ? ComponentFolder.ofDiffusers(golden.model(asked.get("unet").asText()))
            : base.unet();
    ComponentFolder vae =
        asked.has("vae")
            ? ComponentFolder.ofDiffusers(golden.model(asked.get("vae").asText()))
            : base.autoencoder();
    List<Term> mix = mix(golden, asked, base, unet);
    TextEncoders text = TextEncoders.open(base.textEncoders(), golden.arithmetic());
    Network denoiser = Network.unet(unet, golden.arithmetic());
    return new PipelineParts(
        base.tokenizers().stream().map(ClipTokenizer::read).toList(),
        text,
        text.with(
            List.of(
                LoraMixes.updates(mix, ModelPart.TEXT_ENCODER),
                LoraMixes.updates(mix, ModelPart.TEXT_ENCODER_2))),
        base.emptyNegativeIsZero(),
        UNetConfig.read(unet.config()),
        denoiser,
        denoiser.with(LoraMixes.updates(mix, ModelPart.UNET)),
        Network.autoencoder(vae, golden.arithmetic()),
        call.controlled() ? Optional.of(controlNet(call)) : Optional.empty(),
        scheduler(base, asked));
  }

  private static Network controlNet(PipelineCall call) {
    JsonNode named = call.asked().path("controlnet");
    String role = named.isTextual() ? named.asText() : "controlnet";
    ComponentFolder folder = ComponentFolder.ofDiffusers(call.golden().model(role));
    return Network.controlNet(folder, call.golden().arithmetic());
  }

  private static List<Term> mix(
      ParityCase golden, JsonNode asked, CheckpointFolder base, ComponentFolder unet) {
    LoraTargets targets =
        LoraTargets.of(
            unet.tensors(), base.textEncoders().stream().map(ComponentFolder::tensors).toList());
    List<Term> mix = new ArrayList<>();
    for (JsonNode term : asked.path("loras")) {
      LoraFile lora = LoraFile.read(golden.model(term.get(0).asText()), targets);
      mix.add(new Term(lora, term.get(1).asDouble()));
    }
    return mix;
  }

  private static SchedulerConfig scheduler(CheckpointFolder base, JsonNode asked) {
    JsonFile own = JsonFile.read(base.path().resolve("scheduler/scheduler_config.json"));
    ObjectNode merged = own.node().deepCopy();
    asked.path("scheduler").properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
    return SchedulerConfig.read(JsonFile.of(own.file(), merged));
  }

  /** Whether the UNet takes guidance as an embedding. */
  boolean guidanceIsEmbedded() {
    return config.timeCondDim() > 0;
  }

  @Override
  public void close() {
    controlNet.ifPresent(Network::close);
    vae.close();
    weights.close();
    unet.close();
    textWeights.close();
    text.close();
  }
}
