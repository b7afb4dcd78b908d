package inkflow.benchmarks.checkpoint;

import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A published architecture. Its configurations are resources of this package. */
enum Family {
  SD15(List.of("text_encoder"), List.of("tokenizer")),
  SDXL(List.of("text_encoder", "text_encoder_2"), List.of("tokenizer", "tokenizer_2"));

  private static final String CONFIG = "/config.json";
  private final List<String> textEncoders;
  private final List<String> tokenizers;

  Family(List<String> textEncoders, List<String> tokenizers) {
    this.textEncoders = textEncoders;
    this.tokenizers = tokenizers;
  }

  /** Folders of tokenizers. */
  List<String> tokenizers() {
    return tokenizers;
  }

  /** Writes every JSON file but those of the tokenizers. */
  void writeConfigs(Path folder) throws IOException {
    copy("model_index.json", folder);
    copy("scheduler/scheduler_config.json", folder);
    copy("unet" + CONFIG, folder);
    copy("vae" + CONFIG, folder);
    for (String encoder : textEncoders) {
      copy(encoder + CONFIG, folder);
    }
  }

  private void copy(String name, Path folder) throws IOException {
    Path to = folder.resolve(name);
    Files.createDirectories(to.getParent());
    String resource = name().toLowerCase(java.util.Locale.ROOT) + "/" + name;
    try (InputStream in = Objects.requireNonNull(Family.class.getResourceAsStream(resource))) {
      Files.write(to, in.readAllBytes());
    }
  }

  /** Writes the weights of all networks into a folder that has the configurations. */
  void writeWeights(Path folder, HalfWriter.Source source) {
    write(folder.resolve("unet"), "diffusion_pytorch_model", unet(folder), source);
    write(
        folder.resolve("vae"),
        "diffusion_pytorch_model",
        Network.autoencoderLayout(AutoencoderConfig.read(config(folder, "vae"))),
        source);
    for (String encoder : textEncoders) {
      write(
          folder.resolve(encoder),
          "model",
          Network.textEncoderLayout(ClipTextConfig.read(config(folder, encoder))),
          source);
    }
  }

  /** Names and shapes of the UNet. */
  Map<String, long[]> unet(Path folder) {
    return Network.unetLayout(UNetConfig.read(config(folder, "unet")));
  }

  private static JsonFile config(Path folder, String part) {
    return JsonFile.read(folder.resolve(part + CONFIG));
  }

  private static void write(
      Path folder, String stem, Map<String, long[]> layout, HalfWriter.Source source) {
    try {
      HalfWriter.write(folder.resolve(stem + ".safetensors"), layout, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
