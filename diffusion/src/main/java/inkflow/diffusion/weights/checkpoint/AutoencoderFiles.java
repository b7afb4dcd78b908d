package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.ShapeConfigs;
import inkflow.diffusion.weights.config.TinyShapes;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.AutoencoderKlNames;
import inkflow.diffusion.weights.naming.LdmAutoencoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An autoencoder by itself: a folder or a file of diffusers, a file of the original latent
 * diffusion code, or one of the two files of a TAESD as its author publishes it, with the other
 * beside it. If there is no configuration, it is derived from the shapes.
 */
public final class AutoencoderFiles {
  private static final Pattern TAESD_LAYER = Pattern.compile("\\d{1,3}\\..+");
  private static final String LDM_PREFIX = "first_stage_model.";
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  private AutoencoderFiles() {}

  /**
   * Opens a folder or file.
   *
   * @param klScalingFactor scaling factor for an AutoencoderKL without a configuration
   * @throws InvalidModelException when it is not an autoencoder
   */
  public static ComponentFolder open(Path path, double klScalingFactor) {
    if (Files.isDirectory(path)) {
      return ComponentFolder.ofDiffusers(path);
    }
    SafetensorsFile file = SafetensorsFile.open(path);
    Set<String> names = file.tensors().keySet();
    if (names.stream().allMatch(name -> TAESD_LAYER.matcher(name).matches())) {
      return taesd(path);
    }
    Optional<JsonFile> config = config(path);
    TensorMap tensors = named(path, file.tensors().values());
    return new ComponentFolder(
        path, config.orElseGet(() -> told(path, tensors, klScalingFactor)), tensors);
  }

  /** The configuration beside a file of diffusers. */
  private static Optional<JsonFile> config(Path file) {
    Path config = file.resolveSibling("config.json");
    boolean diffusers = file.getFileName().toString().startsWith("diffusion_pytorch_model.");
    return diffusers && Files.exists(config)
        ? Optional.of(JsonFile.read(config))
        : Optional.empty();
  }

  private static JsonFile told(Path path, TensorMap tensors, double klScalingFactor) {
    return JsonFile.of(
        path,
        tensors.names().stream().anyMatch(name -> name.startsWith("decoder.layers."))
            ? TinyShapes.config(tensors)
            : ShapeConfigs.autoencoder(tensors, klScalingFactor));
  }

  /**
   * Renames to diffusers' names; tensors named {@code encoder.down.0.block} are of the original
   * code.
   */
  private static TensorMap named(Path path, Collection<TensorView> tensors) {
    List<TensorView> bare = tensors.stream().map(AutoencoderFiles::withoutPrefix).toList();
    Set<String> names = bare.stream().map(TensorView::name).collect(Collectors.toSet());
    if (names.stream().noneMatch(name -> name.startsWith(DECODER + "."))) {
      throw new InvalidModelException(path, "decoder", "missing (expected: an autoencoder)");
    }
    if (names.stream().noneMatch(name -> name.startsWith("decoder.up."))) {
      return AutoencoderKlNames.canonical(new TensorMap(path, bare));
    }
    LdmAutoencoder ldm = new LdmAutoencoder(names);
    return new TensorMap(
        path, bare.stream().map(tensor -> ldm.diffusers(tensor, tensor.name())).toList());
  }

  private static TensorView withoutPrefix(TensorView tensor) {
    return tensor.name().startsWith(LDM_PREFIX)
        ? tensor.as(tensor.name().substring(LDM_PREFIX.length()))
        : tensor;
  }

  private static ComponentFolder taesd(Path half) {
    Path encoder = sibling(half, DECODER, ENCODER);
    Path decoder = sibling(half, ENCODER, DECODER);
    if (encoder.equals(decoder)) {
      throw new InvalidModelException(
          half,
          "",
          "half of a TAESD (expected: two files named alike, one with encoder and one with decoder"
              + " in its name)");
    }
    TensorMap tensors = TaesdFiles.read(encoder, decoder);
    return new ComponentFolder(half, JsonFile.of(half, TinyShapes.config(tensors)), tensors);
  }

  private static Path sibling(Path file, String from, String to) {
    return file.resolveSibling(file.getFileName().toString().replace(from, to));
  }
}
