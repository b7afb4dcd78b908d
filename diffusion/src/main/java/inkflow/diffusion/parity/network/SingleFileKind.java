package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole model in one file under the names of latent diffusion: the same weights as those of a
 * folder, and outputs for them. The folder gives the configurations.
 */
public final class SingleFileKind implements KindRunner {
  private static final String UNET = "unet";
  private static final String VAE = "vae";

  /** Half precision rounds by at most this share. */
  private static final double HALF = 0x1p-11;

  @Override
  public void run(ParityCase golden, Findings findings) {
    Map<String, ComponentFolder> base =
        parts(ModelCheckpoint.open(golden.path(golden.json().path("base").asText())));
    Map<String, ComponentFolder> file =
        parts(ModelCheckpoint.open(golden.path(golden.json().path("file").asText())));
    file.replaceAll(
        (part, own) -> new ComponentFolder(own.path(), base.get(part).config(), own.tensors()));
    compareWeights(golden.json("mapping.json.gz"), file, base, findings);
    AutoencoderKind.compare(golden, file.get(VAE), findings);
    compareUNet(golden, file.get(UNET), findings);
    file.forEach(
        (part, folder) -> {
          if (!List.of(UNET, VAE).contains(part)) {
            compareText(golden, part, folder, findings);
          }
        });
  }

  private static Map<String, ComponentFolder> parts(ModelCheckpoint checkpoint) {
    Map<String, ComponentFolder> parts = new LinkedHashMap<>();
    parts.put(UNET, checkpoint.unet());
    parts.put(VAE, checkpoint.autoencoder());
    String name = "text_encoder";
    for (ComponentFolder encoder : checkpoint.textEncoders()) {
      parts.put(name, encoder);
      name = "text_encoder_2";
    }
    return parts;
  }

  private static void compareWeights(
      JsonNode mapping,
      Map<String, ComponentFolder> file,
      Map<String, ComponentFolder> base,
      Findings findings) {
    int mapped = 0;
    for (JsonNode row : mapping) {
      String part = row.get(1).asText();
      String name = row.get(2).asText();
      TensorView got = file.get(part).tensors().require(name);
      TensorView want = base.get(part).tensors().require(name);
      findings.require(Arrays.equals(got.shape(), want.shape()), name + ": another shape");
      double limit = got.dtype() == want.dtype() ? 0 : HALF;
      Difference difference = Difference.between(got.toFloats(), want.toFloats());
      findings.within(part + "." + name, difference.relativeL2(), limit);
      mapped++;
    }
    int tensors = file.values().stream().mapToInt(part -> part.tensors().all().size()).sum();
    findings.require(tensors == mapped, tensors + " tensors (expected: " + mapped + ")");
  }

  private static void compareUNet(ParityCase golden, ComponentFolder folder, Findings findings) {
    try (Network unet = Network.unet(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        if (golden.has("in." + call + ".sample")) {
          UNetInputs inputs = UNetInputs.of(golden, call, scope);
          findings.compare("out." + call + ".sample", inputs.predict(scope, unet, unet.weights()));
        }
      }
    }
  }

  private static void compareText(
      ParityCase golden, String part, ComponentFolder folder, Findings findings) {
    try (Network encoder = Network.textEncoder(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        String ids = "in." + call + ".input_ids";
        if (golden.has(ids)) {
          new TextOutputs(encoder, encoder.weights(), scope, golden.array(scope, ids))
              .compare(golden, "out." + call + "." + part + ".", findings);
        }
      }
    }
  }
}
