package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import java.util.List;

/** An autoencoder of either kind: {@code image} to latents, {@code latents} to a picture. */
public final class AutoencoderKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("vae"));
    double scaling = AutoencoderConfig.read(folder.config()).scalingFactor();
    findings.require(
        golden.json().path("scaling_factor").asDouble(scaling) == scaling,
        "scaling_factor: " + scaling);
    compare(golden, folder, findings);
  }

  /** Runs every call that is about an autoencoder. */
  static void compare(ParityCase golden, ComponentFolder folder, Findings findings) {
    double scaling = AutoencoderConfig.read(folder.config()).scalingFactor();
    try (Network vae = Network.autoencoder(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        String in = "in." + call + ".";
        String out = "out." + call + ".";
        if (golden.has(in + "image")) {
          encode(golden, in, out, vae, scaling, scope, findings);
        } else if (golden.has(in + "latents")) {
          NDArray latents = golden.array(scope, in + "latents");
          findings.compare(out + "image", vae.run(scope, "decode", vae.weights(), latents));
        }
      }
    }
  }

  private static void encode(
      ParityCase golden,
      String in,
      String out,
      Network vae,
      double scaling,
      NDManager scope,
      Findings findings) {
    NDArray image = golden.array(scope, in + "image");
    NDArray latents = vae.run(scope, "encode", vae.weights(), image);
    for (String name : List.of("latents", "latents_mode")) {
      if (golden.has(out + name)) {
        findings.compare(out + name, latents);
      }
    }
    if (golden.has(out + "mean")) {
      List<NDArray> moments = vae.runListWith(scope, "moments", vae.weights(), image);
      NDArray mean = moments.get(0);
      NDArray logvar = moments.get(1);
      findings.compare(out + "mean", mean);
      findings.compare(out + "logvar", logvar);
      NDArray noise = golden.array(scope, in + "noise");
      NDArray deviation = logvar.div(2).exp();
      findings.compare(out + "latents_sample", mean.add(deviation.mul(noise)).mul((float) scaling));
    }
  }
}
