package inkflow.diffusion.networks.layers;

import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;

/**
 * Converts between pictures as bytes, (rows, height, width, 3), and the networks' form, (rows, 3,
 * height, width) in [-1, 1].
 */
public final class Pictures {
  private Pictures() {}

  /**
   * Writes the methods of an autoencoder around functions of the script.
   *
   * @param distribution returns a list whose first element is the latent
   * @param ofBytes the same of pictures as bytes
   * @param decoder gives a picture that may be written to, in any layout
   */
  public static void writeMethods(Layers nn, String distribution, String ofBytes, String decoder) {
    FunctionWriter encode = nn.script().method("encode");
    Value list = encode.call(distribution, encode.parameter("picture"));
    encode.returns(encode.element(list, 0));
    FunctionWriter floats = nn.script().method("distribution");
    floats.returnsList(floats.call(distribution, floats.parameter("picture")));
    FunctionWriter bytes = nn.script().method("distribution_rgb");
    bytes.returnsList(bytes.call(ofBytes, bytes.parameter("rgb")));
    FunctionWriter decode = nn.script().method("decode");
    Value picture = decode.call(decoder, decode.parameter("latent"));
    decode.returns(picture.op("contiguous"));
    FunctionWriter decodeBytes = nn.script().method("decode_rgb");
    decodeBytes.returns(toBytes(decodeBytes.call(decoder, decodeBytes.parameter("latent"))));
  }

  /** Bytes as planes in [-1, 1]. */
  public static Value signed(Value rgb) {
    return planes(rgb).to(DType.FLOAT32).dividedBy(127.5).minus(1.0);
  }

  /** Bytes as planes in [0, 1], the input of a ControlNet. */
  public static Value unitPlanes(Value rgb) {
    return unit(planes(rgb));
  }

  /** What is 255 as a byte is 1. */
  static Value unit(Value bytes) {
    return bytes.to(DType.FLOAT32).dividedBy(255.0);
  }

  /** (n, height, width, 3) as (n, 3, height, width), without a copy. */
  static Value planes(Value rgb) {
    return rgb.op("permute", new int[] {0, 3, 1, 2});
  }

  /** Pass by pass in place, and without a copy where the picture is channels last. */
  private static Value toBytes(Value picture) {
    Value unit = picture.op("div_", 2.0).op("add_", 0.5).op("clamp_", 0.0, 1.0);
    Value bytes = unit.op("mul_", 255.0).op("round_").to(DType.UINT8);
    return bytes.op("permute", new int[] {0, 2, 3, 1}).op("contiguous");
  }
}
