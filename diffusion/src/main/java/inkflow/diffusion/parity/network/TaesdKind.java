package inkflow.diffusion.parity.network;

import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.TaesdFiles;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Path;

/** A tiny autoencoder as its author publishes it: an encoder and a decoder file. */
public final class TaesdKind implements KindRunner {
  private static final String ENCODER = "taesd_encoder.safetensors";
  private static final String DECODER = "taesd_decoder.safetensors";

  @Override
  public void run(ParityCase golden, Findings findings) {
    Path base = golden.path(golden.json().path("base").asText());
    ComponentFolder files =
        new ComponentFolder(
            golden.path(DECODER),
            JsonFile.read(base.resolve("config.json")),
            TaesdFiles.read(golden.path(ENCODER), golden.path(DECODER)));
    AutoencoderKind.compare(golden, files, findings);
  }
}
