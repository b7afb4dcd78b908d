package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.ShapeConfigs;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.LdmControlNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A ControlNet on disk in any format, with its weights under diffusers' names. */
public final class ControlNetFiles {
  private static final String FIRST = "controlnet_cond_embedding.conv_in.weight";
  private static final List<String> LDM_PREFIXES = List.of("control_model.", "");

  private ControlNetFiles() {}

  /**
   * Whether a diffusers folder or a file holds one; decided by its description or its tensor names.
   */
  public static boolean isControlNet(Path path) {
    if (Files.isDirectory(path)) {
      Path config = path.resolve("config.json");
      return Files.isRegularFile(config)
          && ControlNetConfig.CLASS.equals(JsonFile.read(config).text("_class_name", ""));
    }
    Map<String, TensorView> tensors = SafetensorsFile.open(path).tensors();
    return tensors.containsKey(FIRST)
        || LDM_PREFIXES.stream().anyMatch(at -> tensors.containsKey(at + LdmControlNet.FIRST));
  }

  /**
   * Opens a diffusers folder, or a file under diffusers' or the original code's names. A file has
   * no configuration, so it is derived from the shapes.
   *
   * @throws InvalidModelException when it is not a ControlNet
   */
  public static ComponentFolder open(Path path) {
    if (Files.isDirectory(path)) {
      return ComponentFolder.ofDiffusers(path);
    }
    TensorMap tensors = new TensorMap(path, renamed(path, SafetensorsFile.open(path).tensors()));
    return new ComponentFolder(path, JsonFile.of(path, ShapeConfigs.controlNet(tensors)), tensors);
  }

  private static List<TensorView> renamed(Path path, Map<String, TensorView> tensors) {
    if (tensors.containsKey("lora_controlnet")) {
      throw new InvalidModelException(
          path, "lora_controlnet", "there, so this is a Control-LoRA (expected: a ControlNet)");
    }
    if (tensors.containsKey(FIRST)) {
      return List.copyOf(tensors.values());
    }
    for (String prefix : LDM_PREFIXES) {
      if (tensors.containsKey(prefix + LdmControlNet.FIRST)) {
        return LdmControlNet.diffusers(tensors, prefix);
      }
    }
    throw new InvalidModelException(path, FIRST, "missing (expected: a ControlNet)");
  }
}
