package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.ClipTextConfig.Activation;
import java.util.ArrayList;
import java.util.List;

/** The text encoder of CLIP (arXiv 2103.00020): a causal transformer over token ids. */
public final class ClipTextModel {
  private static final int HIGHEST_ID = 2;
  private final ClipTextConfig config;
  private final Layers nn;

  public ClipTextModel(ClipTextConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
  }

  /**
   * Writes {@code encode(w, ids)} for ids (n, tokens): a list of the hidden states, (n, tokens,
   * width) each, from the embeddings (0) to the last layer's output (layers); the last one after
   * the final norm (layers + 1); and the pooled text (n, width), projected if the model does. And
   * {@code normed(w, state)}: any hidden state after the final norm, as "CLIP skip" takes one.
   */
  public void write() {
    FunctionWriter encode = nn.script().method("encode");
    Value ids = encode.parameter("ids");
    List<Value> states = new ArrayList<>();
    Value x = nn.enter(embeddings(ids));
    states.add(nn.leave(x));
    for (int i = 0; i < config.layers(); i++) {
      x = layer(x, "text_model.encoder.layers." + i);
      states.add(nn.leave(x));
    }
    x = finalNorm(x);
    states.add(nn.leave(x));
    states.add(nn.leave(pooled(x, ids)));
    encode.returns(states);
    FunctionWriter normed = nn.script().method("normed");
    normed.returns(nn.leave(finalNorm(nn.enter(normed.parameter("state")))));
  }

  private Value finalNorm(Value x) {
    return nn.layerNorm(x, config.width(), config.normEps(), "text_model.final_layer_norm");
  }

  private Value embeddings(Value ids) {
    String names = "text_model.embeddings.";
    Value tokens =
        nn.embedding(ids, config.vocabSize(), config.width(), names + "token_embedding.weight");
    Value positions =
        nn.table(ids, config.positions(), config.width(), names + "position_embedding.weight");
    return tokens.plus(positions.op("narrow", 0, 0, ids.size(1)));
  }

  private Value layer(Value input, String name) {
    return nn.script()
        .call(
            input.function(),
            name.replace('.', '_'),
            function -> {
              Value x = attention(function.parameter("x"), name);
              Value h = nn.layerNorm(x, config.width(), config.normEps(), name + ".layer_norm2");
              h = nn.linear(h, config.width(), config.innerWidth(), true, name + ".mlp.fc1");
              return nn.linearPlus(
                  x, activation(h), config.innerWidth(), config.width(), name + ".mlp.fc2");
            },
            input);
  }

  private Value attention(Value x, String layer) {
    int width = config.width();
    String name = layer + ".self_attn.";
    Value h = nn.layerNorm(x, width, config.normEps(), layer + ".layer_norm1");
    Value[] qkv =
        nn.linear(h, width, 3 * width, true, name + "q_proj", name + "k_proj", name + "v_proj")
            .chunk(3, -1);
    h = nn.attention(qkv[0], qkv[1], qkv[2], config.heads(), true);
    return nn.linearPlus(x, h, width, width, name + "out_proj");
  }

  private Value activation(Value x) {
    return config.activation() == Activation.QUICK_GELU
        ? x.times(x.times(1.702).op("sigmoid"))
        : x.op("gelu");
  }

  /** The state at the end token, the only one that attends to the whole text. */
  private Value pooled(Value states, Value ids) {
    Value ends =
        config.eosTokenId() == HIGHEST_ID ? ids : ids.op("eq", config.eosTokenId()).to(DType.INT64);
    Value places = ends.op("argmax", 1).op("reshape", List.of(-1, 1, 1));
    Value places3 = places.op("expand", List.of(-1, 1, config.width()));
    Value state = states.op("gather", 1, places3).op("squeeze", 1);
    return config.projectionDim() == 0
        ? state
        : nn.linear(state, config.width(), config.projectionDim(), false, "text_projection");
  }
}
