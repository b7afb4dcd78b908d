package inkflow.diffusion.networks.layers;

import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import java.util.List;

/**
 * Attention over many tokens with oneDNN's matrix products, for one head and one block of queries
 * at a time, so that the block's scores stay in the cache. Needs memory for one block only,
 * independent of the picture's size.
 */
final class BlockedAttention {
  /** Number of query-key pairs from which this is faster. */
  static final long FEWEST_SCORES = 1 << 19;

  /** Bytes of one block's scores. Larger ones come from the system anew each time, page by page. */
  private static final int BLOCK = 2 << 20;

  private BlockedAttention() {}

  /**
   * softmax(q k / sqrt(width)) v. Shifts all keys so that their mean is zero, which doesn't change
   * the softmax: the scores get smaller, so bf16 represents them more precisely.
   *
   * @param all queries (rows, heads, tokens, width)
   * @param type of all of them
   */
  static Value write(FunctionWriter f, DType type, Value all, Value k, Value v) {
    Value q = flat(all.dividedBy(all.size(3).op("sqrt")));
    Value keys = flat(k.minus(k.op("mean", new int[] {2}, true)));
    Value values = flat(v);
    Value block = f.op("floordiv", BLOCK / type.bytes(), keys.size(1)).plus(1);
    Value mixed = f.noTensors();
    f.loop(
        q.size(0),
        head -> {
          Value columns = keys.op("select", 0, head).op("transpose", 0, 1);
          Value blocks = q.op("select", 0, head).op("split", block, 0);
          f.loop(
              blocks.op("len"),
              i -> {
                Value scores = blocks.op("__getitem__", i).op("mm", columns);
                Value weights = scores.op("softmax", -1);
                mixed.op("append", weights.op("mm", values.op("select", 0, head)));
              });
        });
    List<Value> shape = List.of(all.size(0), all.size(1), all.size(2), v.size(3));
    return f.op("cat", mixed, 0).op("reshape", shape);
  }

  private static Value flat(Value x) {
    return x.op("flatten", 0, 1);
  }
}
