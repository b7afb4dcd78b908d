package inkflow.diffusion;

import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Single-file checkpoints with random weights in bf16: the golden ones, wide enough for the 32
 * groups that such files are read with, and with the whole of CLIP's vocabulary.
 */
public final class TestingSingleFile {
  private static final Set<Long> NOT_WIDTHS = Set.of(1L, 3L, 77L);
  private static final long VOCABULARY = 49408;
  private static final int SIZES_WIDTH = 6 * 256;

  private TestingSingleFile() {}

  /**
   * @param family {@code sd15} or {@code sdxl}
   * @param marks names of empty tensors to add
   */
  public static Path write(Path file, String family, String... marks) {
    Path golden = Golden.of("single-file-" + family).path("model.safetensors");
    Random random = new Random(7);
    List<TensorView> tensors = new ArrayList<>();
    for (TensorView tensor : SafetensorsFile.open(golden).tensors().values()) {
      if (tensor.shape().length > 0 && tensor.dtype().isWeight()) {
        tensors.add(random(tensor.name(), widened(tensor.name(), tensor.shape()), random));
      }
    }
    for (String mark : marks) {
      tensors.add(random(mark, new long[] {0}, random));
    }
    return TestingSafetensors.write(file, tensors);
  }

  private static long[] widened(String name, long[] shape) {
    boolean vae = name.startsWith("first_stage_model.");
    boolean latents = name.contains("quant_conv.") || name.contains("encoder.conv_out.bias");
    for (int i = 0; i < Math.min(shape.length, 2); i++) {
      boolean latent =
          latents
              || (i == 0 && (name.contains("encoder.conv_out.") || name.contains(".out.2.")))
              || (i == 1
                  && (name.contains("decoder.conv_in.") || name.contains("input_blocks.0.0.")));
      if (shape[i] == 1000) {
        shape[i] = VOCABULARY;
      } else if (name.endsWith("label_emb.0.0.weight") && i == 1) {
        shape[i] = 4 * 32 + SIZES_WIDTH;
      } else if (!latent && !NOT_WIDTHS.contains(shape[i])) {
        shape[i] *= vae ? 8 : 4;
      }
    }
    return shape;
  }

  private static TensorView random(String name, long[] shape, Random random) {
    int count = 1;
    for (long size : shape) {
      count = Math.toIntExact(count * size);
    }
    double spread = shape.length > 1 ? Math.sqrt(2.0 * shape[0] / count) : 0.1;
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      float value = (float) (spread * (random.nextFloat() - 0.5) * 2);
      bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
    }
    return new TensorView(Path.of(name), name, DType.BF16, shape, bytes.flip());
  }
}
