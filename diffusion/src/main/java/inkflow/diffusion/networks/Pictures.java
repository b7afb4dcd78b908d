package inkflow.diffusion.networks;

import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;

/**
 * The border between pictures as bytes, (rows, height, width, 3), and as networks know them, (rows,
 * 3, height, width) in [-1, 1].
 */
final class Pictures {
  private Pictures() {}

  /** Writes encode, decode and their forms with bytes around an encoder and a decoder function. */
  static void writeMethods(Layers nn, String encoder, String decoder) {
    FunctionWriter encode = nn.script().method("encode");
    encode.returns(encode.call(encoder, encode.parameter("picture")));
    FunctionWriter decode = nn.script().method("decode");
    decode.returns(decode.call(decoder, decode.parameter("latent")));
    FunctionWriter encodeBytes = nn.script().method("encode_rgb");
    Value picture = fromBytes(encodeBytes.parameter("rgb"));
    encodeBytes.returns(encodeBytes.call(encoder, picture));
    FunctionWriter decodeBytes = nn.script().method("decode_rgb");
    decodeBytes.returns(toBytes(decodeBytes.call(decoder, decodeBytes.parameter("latent"))));
  }

  private static Value fromBytes(Value rgb) {
    return planes(rgb).dividedBy(127.5).minus(1.0);
  }

  /** Bytes as planes in [0, 1], which is how a ControlNet sees them. */
  static Value unit(Value rgb) {
    return planes(rgb).dividedBy(255.0);
  }

  private static Value planes(Value rgb) {
    return rgb.op("permute", new int[] {0, 3, 1, 2}).to(DType.FLOAT32);
  }

  private static Value toBytes(Value picture) {
    Value unit = picture.dividedBy(2.0).plus(0.5).op("clamp", 0.0, 1.0);
    Value bytes = unit.times(255.0).op("round").to(DType.UINT8);
    return bytes.op("permute", new int[] {0, 2, 3, 1}).op("contiguous");
  }
}
