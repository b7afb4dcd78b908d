package inkflow.diffusion.weights.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.config.ShapeConfigs;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.ClipTextNames;
import inkflow.diffusion.weights.naming.LdmAutoencoder;
import inkflow.diffusion.weights.naming.LdmUNet;
import inkflow.diffusion.weights.naming.OpenClip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole model in one safetensors file, as the original latent diffusion code stores it. It has no
 * configuration, so {@link ShapeConfigs} derives it from the shapes, and no tokenizer. Immutable.
 */
final class SingleFileCheckpoint implements ModelCheckpoint {
  private static final String UNET = "model.diffusion_model.";
  private static final String AUTOENCODER = "first_stage_model.";
  private static final List<String> CLIP =
      List.of("cond_stage_model.transformer.", "conditioner.embedders.0.transformer.");
  private static final List<String> OPEN_CLIP =
      List.of("cond_stage_model.model.", "conditioner.embedders.1.model.");

  private final Path path;
  private final TensorMap unet;
  private final TensorMap autoencoder;
  private final List<TensorMap> textEncoders;

  private final SingleFileTraining training;

  private SingleFileCheckpoint(SafetensorsFile file) {
    Map<String, TensorView> tensors = file.tensors();
    this.path = file.path();
    this.training = new SingleFileTraining(file);
    this.unet = unet(tensors);
    this.autoencoder = autoencoder(tensors);
    this.textEncoders = textEncoders(tensors);
  }

  /**
   * Opens a file that holds a UNet, an autoencoder and its text encoders. Other content, such as
   * averaged weights, is ignored.
   *
   * @throws InvalidModelException when it is not such a file
   */
  public static SingleFileCheckpoint open(Path path) {
    return new SingleFileCheckpoint(SafetensorsFile.open(path));
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String name() {
    return String.valueOf(path.getFileName()).replaceFirst("\\.safetensors$", "");
  }

  @Override
  public ComponentFolder unet() {
    return component(unet, ShapeConfigs.unet(unet));
  }

  @Override
  public ComponentFolder autoencoder() {
    double scaling = AutoencoderKlConfig.usualScalingFactor(textEncoders.size() > 1);
    return component(autoencoder, ShapeConfigs.autoencoder(autoencoder, scaling));
  }

  @Override
  public List<ComponentFolder> textEncoders() {
    return textEncoders.stream()
        .map(encoder -> component(encoder, ShapeConfigs.text(encoder)))
        .toList();
  }

  @Override
  public List<Path> tokenizers() {
    return List.of();
  }

  @Override
  public boolean emptyNegativeIsZero() {
    return textEncoders.size() > 1;
  }

  @Override
  public SchedulerConfig scheduler() {
    return training.scheduler();
  }

  private ComponentFolder component(TensorMap tensors, JsonNode config) {
    return new ComponentFolder(path, JsonFile.of(path, config), tensors);
  }

  private TensorMap unet(Map<String, TensorView> tensors) {
    Map<String, TensorView> part = part(tensors, UNET);
    LdmUNet names = new LdmUNet(part.keySet());
    List<TensorView> renamed = new ArrayList<>();
    part.forEach(
        (name, tensor) -> {
          String known =
              names
                  .diffusers(name)
                  .orElseThrow(() -> tensor.fault("unknown (expected: a UNet's tensor)"));
          renamed.add(tensor.as(known));
        });
    return whole(renamed, UNET);
  }

  private TensorMap autoencoder(Map<String, TensorView> tensors) {
    Map<String, TensorView> part = part(tensors, AUTOENCODER);
    LdmAutoencoder names = new LdmAutoencoder(part.keySet());
    List<TensorView> renamed = new ArrayList<>();
    part.forEach((name, tensor) -> renamed.add(names.diffusers(tensor, name)));
    return whole(renamed, AUTOENCODER);
  }

  private List<TensorMap> textEncoders(Map<String, TensorView> tensors) {
    List<TensorMap> encoders = new ArrayList<>();
    for (String prefix : CLIP) {
      Map<String, TensorView> part = part(tensors, prefix);
      List<TensorView> renamed = new ArrayList<>();
      part.forEach((name, tensor) -> renamed.add(tensor.as(name)));
      if (!part.isEmpty()) {
        encoders.add(ClipTextNames.canonical(new TensorMap(path, renamed)));
      }
    }
    for (String prefix : OPEN_CLIP) {
      Map<String, TensorView> part = part(tensors, prefix);
      List<TensorView> renamed = new ArrayList<>();
      part.forEach((name, tensor) -> renamed.addAll(OpenClip.transformers(tensor, name)));
      if (!part.isEmpty()) {
        encoders.add(new TensorMap(path, renamed));
      }
    }
    if (encoders.isEmpty()) {
      throw new InvalidModelException(path, CLIP.get(0), "missing (expected: a text encoder)");
    }
    return List.copyOf(encoders);
  }

  private TensorMap whole(List<TensorView> renamed, String prefix) {
    if (renamed.isEmpty()) {
      throw new InvalidModelException(
          path, prefix, "missing (expected: a checkpoint with UNet, autoencoder and text encoder)");
    }
    return new TensorMap(path, renamed);
  }

  private static Map<String, TensorView> part(Map<String, TensorView> tensors, String prefix) {
    Map<String, TensorView> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }
}
