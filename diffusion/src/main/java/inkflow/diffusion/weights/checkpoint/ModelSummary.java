package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Summary of a checkpoint, made from its names and shapes without reading weights.
 *
 * @param family "sd15", "sd21", "sdxl", "ssd-1b", "vega", or "sd" for any other Stable Diffusion
 * @param fullLcm whether the UNet takes guidance as an embedding, so needs no LCM-LoRA
 * @param parts in the order unet, vae, text encoders
 */
public record ModelSummary(String name, String family, boolean fullLcm, List<Part> parts) {

  /**
   * One network.
   *
   * @param parameters numbers in all its tensors
   * @param dtype that of most of them
   * @param bytes on disk, and so mapped
   */
  public record Part(String name, long parameters, DType dtype, long bytes) {

    /** Sums up the tensors of one network or adapter. */
    public static Part of(String name, Collection<TensorView> tensors) {
      Map<DType, Long> counts = new EnumMap<>(DType.class);
      long bytes = 0;
      for (TensorView tensor : tensors) {
        counts.merge(tensor.dtype(), (long) tensor.elements(), Long::sum);
        bytes += tensor.bytes().capacity();
      }
      DType most =
          counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      return new Part(name, counts.values().stream().mapToLong(Long::longValue).sum(), most, bytes);
    }
  }

  /**
   * Summarises a checkpoint.
   *
   * @throws InvalidModelException when a part is missing or of another kind
   */
  public static ModelSummary of(ModelCheckpoint checkpoint) {
    ComponentFolder unet = checkpoint.unet();
    UNetConfig config = UNetConfig.read(unet.config());
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("unet", unet.tensors().all()));
    parts.add(Part.of("vae", checkpoint.autoencoder().tensors().all()));
    for (ComponentFolder encoder : checkpoint.textEncoders()) {
      String name = parts.size() == 2 ? "text_encoder" : "text_encoder_2";
      parts.add(Part.of(name, encoder.tensors().all()));
    }
    return new ModelSummary(
        checkpoint.name(), family(config), config.timeCondDim() > 0, List.copyOf(parts));
  }

  /** Numbers in all parts. */
  public long parameters() {
    return parts.stream().mapToLong(Part::parameters).sum();
  }

  /** Bytes in all parts. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /** The architecture of a UNet, as far as it matters for adapters and native sizes. */
  public static String family(UNetConfig config) {
    if (config.hasAddedConditioning() && config.crossAttentionDim() == 2048) {
      boolean whole = config.middle() == UNetConfig.Middle.ATTENTION;
      List<Integer> innermost = config.downDepths().get(config.levels() - 1);
      return whole ? "sdxl" : innermost.contains(4) ? "ssd-1b" : "vega";
    }
    boolean large = config.blockOutChannels().equals(List.of(320, 640, 1280, 1280));
    if (large && config.crossAttentionDim() == 768) {
      return "sd15";
    }
    return large && config.crossAttentionDim() == 1024 ? "sd21" : "sd";
  }
}
