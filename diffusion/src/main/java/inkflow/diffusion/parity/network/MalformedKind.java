package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that must be refused, each loaded as the kind it claims to be. The error must name the file
 * and what the case expects, and a network loaded before must give the same output afterwards.
 */
public final class MalformedKind implements KindRunner {
  private static final String GOOD_AUTOENCODER = "good-vae";
  private static final String LORA = "lora on ";

  @Override
  public void run(ParityCase golden, Findings findings) {
    ComponentFolder good = ComponentFolder.ofDiffusers(golden.model("unet"));
    try (Network unet = Network.unet(good, golden.arithmetic())) {
      loadAutoencoder(golden, ComponentFolder.ofDiffusers(golden.path(GOOD_AUTOENCODER)).tensors());
      for (JsonNode entry : golden.json().path("files")) {
        check(golden, entry, findings);
      }
      compareGood(golden, unet, findings);
    }
  }

  private static void compareGood(ParityCase golden, Network unet, Findings findings) {
    try (NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        UNetInputs inputs = UNetInputs.of(golden, call, scope);
        findings.compare("out." + call + ".sample", inputs.predict(scope, unet, unet.weights()));
      }
    }
  }

  private static void check(ParityCase golden, JsonNode entry, Findings findings) {
    String name = entry.path(entry.has("folder") ? "folder" : "file").asText();
    Optional<InvalidModelException> refusal = refusal(golden, entry, golden.path(name));
    if (!entry.path("expect").asText().startsWith("error")) {
      findings.require(refusal.isEmpty(), refusal.map(Throwable::getMessage).orElse(""));
      return;
    }
    findings.require(refusal.isPresent(), name + ": is not refused: " + entry.path("why").asText());
    if (refusal.isPresent()) {
      String message = refusal.get().getMessage();
      findings.require(message.contains(name), name + ": the refusal does not name it: " + message);
      for (JsonNode part : entry.path("must_name")) {
        findings.require(
            message.contains(part.asText()),
            name + ": the refusal does not name " + part.asText() + ": " + message);
      }
    }
  }

  private static Optional<InvalidModelException> refusal(
      ParityCase golden, JsonNode entry, Path path) {
    try {
      load(golden, entry.path("load_as").asText(), path);
      return Optional.empty();
    } catch (InvalidModelException e) {
      return Optional.of(e);
    }
  }

  private static void load(ParityCase golden, String as, Path path) {
    if (as.equals("vae")) {
      loadAutoencoder(golden, new TensorMap(path, SafetensorsFile.open(path).tensors().values()));
    } else if (as.equals("unet")) {
      readWeights(Network.unet(ComponentFolder.ofDiffusers(path), golden.arithmetic()));
    } else if (as.startsWith(LORA)) {
      Path model = golden.path(as.substring(LORA.length()));
      TensorMap unet = ComponentFolder.ofDiffusers(model).tensors();
      LoraFile.read(path, LoraTargets.of(unet, List.of()));
    } else {
      throw new UnsupportedOperationException("not supported yet: " + as);
    }
  }

  /** Other weights with the good autoencoder's configuration. */
  private static void loadAutoencoder(ParityCase golden, TensorMap weights) {
    JsonFile config = JsonFile.read(golden.path(GOOD_AUTOENCODER).resolve("config.json"));
    ComponentFolder folder = new ComponentFolder(weights.source(), config, weights);
    readWeights(Network.autoencoder(folder, golden.arithmetic()));
  }

  private static void readWeights(Network network) {
    try (network) {
      network.weights();
    }
  }
}
