package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An IP-Adapter: {@code image_embeds} to {@code image_tokens}, and the UNet's output with them. */
public final class IpAdapterKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));
    UNetConfig config = UNetConfig.read(folder.config());
    Path file = golden.model("ip_adapter");
    TensorMap tensors = new TensorMap(file, SafetensorsFile.open(file).tensors().values());
    try (Network unet = Network.unet(folder, golden.arithmetic());
        Network adapter = Network.ipAdapter(tensors, config, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        UNetInputs inputs = UNetInputs.of(golden, call, scope);
        NDArray embeddings = golden.array(scope, "in." + call + ".image_embeds");
        NDArray tokens = adapter.run(scope, "tokens", adapter.weights(), embeddings);
        findings.compare("out." + call + ".image_tokens", tokens);
        float[] scales = new float[(int) tokens.getShape().get(0)];
        Arrays.fill(
            scales, (float) golden.json().path("calls").path(call).path("scale").asDouble(1));
        List<NDArray> images =
            adapter.runListWith(
                scope, "keys_values", adapter.weights(), tokens, scope.create(scales));
        findings.compare(
            "out." + call + ".sample",
            inputs.predict(scope, unet, unet.weights(), List.of(), images));
      }
    }
  }
}
