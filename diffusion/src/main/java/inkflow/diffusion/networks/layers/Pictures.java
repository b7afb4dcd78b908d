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
   * @param decoder gives a picture that may be written to, in any layout
   */
  public static void writeMethods(Layers nn, String distribution, String decoder) {
    FunctionWriter encode = nn.script().method("encode");
    Value list = encode.call(distribution, encode.parameter("picture"));
    encode.returns(encode.element(list, 0));
    FunctionWriter floats = nn.script().method("distribution");
    floats.returnsList(floats.call(distribution, floats.parameter("picture")));
    FunctionWriter bytes = nn.script().method("distribution_rgb");
    bytes.returnsList(bytes.call(distribution, fromBytes(bytes.parameter("rgb"))));
    FunctionWriter decode = nn.script().method("decode");
    Value picture = decode.call(decoder, decode.parameter("latent"));
    decode.returns(picture.op("contiguous"));
    FunctionWriter decodeBytes = nn.script().method("decode_rgb");
    decodeBytes.returns(toBytes(decodeBytes.call(decoder, decodeBytes.parameter("latent"))));
  }

  private static Value fromBytes(Value rgb) {
    return planes(rgb).dividedBy(127.5).minus(1.0);
  }

  /** Bytes as planes in [0, 1], the input of a ControlNet. */
  public static Value unit(Value rgb) {
    return planes(rgb).dividedBy(255.0);
  }

  private static Value planes(Value rgb) {
    return rgb.op("permute", new int[] {0, 3, 1, 2}).to(DType.FLOAT32);
  }

  /** Pass by pass in place, and without a copy where the picture is channels last. */
  private static Value toBytes(Value picture) {
    Value unit = picture.op("div_", 2.0).op("add_", 0.5).op("clamp_", 0.0, 1.0);
    Value bytes = unit.op("mul_", 255.0).op("round_").to(DType.UINT8);
    return bytes.op("permute", new int[] {0, 2, 3, 1}).op("contiguous");
  }
}
