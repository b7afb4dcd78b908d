package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;

/**
 * The transformer of a UNet's level: pixels as tokens, with self-attention and cross-attention to
 * the text (arXiv 2112.10752, section 3.3), as diffusers' Transformer2DModel.
 */
final class Transformer2DModel {
  private final UNetConfig config;
  private final Layers nn;
  private final int width;
  private final int heads;
  private final String name;

  /**
   * @param level counted from the outermost; determines channels and heads
   * @param name of its module in the checkpoint
   */
  Transformer2DModel(UNetConfig config, Layers nn, int level, String name) {
    this.config = config;
    this.nn = nn;
    this.width = config.blockOutChannels().get(level);
    this.heads = config.heads().get(level);
    this.name = name;
    if (!config.linearProjection()) {
      nn.storedAsConvolution(name + ".proj_in");
      nn.storedAsConvolution(name + ".proj_out");
    }
  }

  /**
   * @param text its keys and values for each block, as {@link TextKeys#of} has them
   * @param images keys and values of an {@link IpAdapter}, or an empty list
   * @param depth transformer blocks, one after the other
   */
  Value of(Value picture, Value text, Value images, int depth) {
    Value normed = nn.groupNorm(picture, width, config.normGroups(), 1e-6, name + ".norm");
    Value h = nn.linear(nn.tokens(normed), width, width, true, name + ".proj_in");
    for (int i = 0; i < depth; i++) {
      Value own = text.op("narrow", -1, 2 * width * i, 2 * width);
      h = block(h, own, images, name + ".transformer_blocks." + i);
    }
    h = nn.linearPlus(nn.tokens(picture), h, width, width, name + ".proj_out");
    return nn.picture(h, picture);
  }

  private Value block(Value x, Value text, Value images, String block) {
    Value h = nn.layerNorm(x, width, 1e-5, block + ".norm1");
    h = selfAttention(h, block + ".attn1");
    x = nn.linearPlus(x, h, width, width, block + ".attn1.to_out.0");
    h = nn.layerNorm(x, width, 1e-5, block + ".norm2");
    h = crossAttention(h, text, images, block + ".attn2");
    x = nn.linearPlus(x, h, width, width, block + ".attn2.to_out.0");
    h = nn.layerNorm(x, width, 1e-5, block + ".norm3");
    h = nn.geglu(h, width, 4 * width, block + ".ff.net.0.proj");
    return nn.linearPlus(x, h, 4 * width, width, block + ".ff.net.2");
  }

  private Value selfAttention(Value x, String at) {
    Value[] qkv =
        nn.linear(x, width, 3 * width, false, at + ".to_q", at + ".to_k", at + ".to_v")
            .chunk(3, -1);
    return nn.attention(qkv[0], qkv[1], qkv[2], heads, false);
  }

  private Value crossAttention(Value x, Value text, Value images, String at) {
    Value q = nn.linear(x, width, width, false, at + ".to_q");
    Value[] kv = text.chunk(2, -1);
    Value seen = nn.attention(q, kv[0], kv[1], heads, false);
    return IpAdapter.added(
        config, at, seen, images, (keys, values) -> nn.attention(q, keys, values, heads, false));
  }
}
