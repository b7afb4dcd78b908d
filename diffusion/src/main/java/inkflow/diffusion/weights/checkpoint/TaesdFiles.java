package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TAESD as its author publishes it: an encoder and a decoder file, whose tensors are named by
 * layer alone, {@code 1.conv.0.weight}. The decoder's layer 0 is the clamp, which diffusers doesn't
 * count as a layer.
 */
public final class TaesdFiles {
  private TaesdFiles() {}

  /**
   * Both files as one AutoencoderTiny, under diffusers' names.
   *
   * @throws InvalidModelException when a tensor's name is not a layer's
   */
  public static TensorMap read(Path encoder, Path decoder) {
    List<TensorView> tensors = new ArrayList<>();
    SafetensorsFile.open(encoder)
        .tensors()
        .values()
        .forEach(tensor -> tensors.add(renamed(tensor, "encoder.layers.", 0)));
    SafetensorsFile.open(decoder)
        .tensors()
        .values()
        .forEach(tensor -> tensors.add(renamed(tensor, "decoder.layers.", 1)));
    return new TensorMap(decoder, tensors);
  }

  private static TensorView renamed(TensorView tensor, String prefix, int first) {
    String name = tensor.name();
    int dot = name.indexOf('.');
    if (dot < 1 || dot > 3 || !name.substring(0, dot).chars().allMatch(Character::isDigit)) {
      throw tensor.fault("no layer of a TAESD (expected: a name such as 1.conv.0.weight)");
    }
    int layer = Integer.parseInt(name.substring(0, dot)) - first;
    return tensor.as(prefix + layer + name.substring(dot));
  }
}
