package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.WeightFiles;
import inkflow.diffusion.weights.naming.AutoencoderKlNames;
import inkflow.diffusion.weights.naming.ClipTextNames;
import java.nio.file.Path;

/**
 * One network's folder of a checkpoint: {@code config.json} beside its weights.
 *
 * @param config not yet interpreted
 * @param tensors mapped, not yet read
 */
public record ComponentFolder(Path path, JsonFile config, TensorMap tensors) {
  private static final String DIFFUSERS = "diffusion_pytorch_model";
  private static final String TRANSFORMERS = "model";

  /** A UNet or autoencoder: {@code diffusion_pytorch_model*.safetensors}, under today's names. */
  public static ComponentFolder ofDiffusers(Path path) {
    ComponentFolder folder = open(path, DIFFUSERS);
    return new ComponentFolder(
        path, folder.config(), AutoencoderKlNames.canonical(folder.tensors()));
  }

  /** A text encoder: {@code model*.safetensors}, under the names of CLIPTextModel. */
  public static ComponentFolder ofTransformers(Path path) {
    ComponentFolder folder = open(path, TRANSFORMERS);
    return new ComponentFolder(path, folder.config(), ClipTextNames.canonical(folder.tensors()));
  }

  private static ComponentFolder open(Path path, String stem) {
    JsonFile config = JsonFile.read(path.resolve("config.json"));
    return new ComponentFolder(path, config, WeightFiles.read(path, stem));
  }
}
