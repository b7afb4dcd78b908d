package inkflow.diffusion.networks.layers;

import inkflow.diffusion.torchscript.Value;
import java.util.List;

/**
 * Two convolutions with nothing between them are one, with a kernel that is found by what the two
 * make of single pixels. Where a picture is doubled, a pixel of the smaller one stands for 2 x 2 of
 * the larger one, whose channels are side by side as (row, column, channel).
 *
 * <p>At the picture's edge the second convolution sees zeros where the single one sees what the
 * first would have made of the pixels beyond. So the outermost row and column are taken from a
 * strip that both went over.
 */
final class FoldedConvolutions {
  /** Pixels of a strip of the smaller picture, from which a row at the edge is right. */
  static final int STRIP = 3;

  private static final int[] NO_STEP = {1, 1};

  /** Writes the two convolutions one after the other. */
  interface Pair {
    Value of(Value x);
  }

  private FoldedConvolutions() {}

  /**
   * The kernel (4 x out, in, 3, 3) on a small picture that does as doubling it, {@code first} (mid,
   * in, 3, 3) and {@code second} (out, mid, 3, 3).
   */
  static Value kernelOfDoubled(Value first, Value second) {
    Value large = pixels(first.size(1), first).op("upsample_nearest2d", null, List.of(2.0, 2.0));
    Value seen = convolved(convolved(large, first, NO_STEP), second, NO_STEP);
    Value taps = seen.op("slice", 2, 2, 8).op("slice", 3, 2, 8);
    Value cells = taps.op("unflatten", 3, new int[] {3, 2}).op("unflatten", 2, new int[] {3, 2});
    return cells
        .op("flip", new int[] {2, 4})
        .op("permute", new int[] {3, 5, 1, 0, 2, 4})
        .op("flatten", 0, 2);
  }

  /**
   * The kernel (out, in, 5, 5) that does with a stride of 2 and a padding of 2 as {@code first}
   * (mid, in, 3, 3) and then {@code second} (out, mid, 3, 3) with a stride of 2.
   */
  static Value kernelToHalf(Value first, Value second) {
    Value large = pixels(first.size(1), first);
    Value seen = convolved(convolved(large, first, NO_STEP), second, NO_STEP);
    return seen.op("flip", new int[] {2, 3}).op("transpose", 0, 1);
  }

  /** What the first one's bias becomes behind the second, away from the edge. */
  static Value biasBehind(Value bias, Value second) {
    return second.op("sum", new int[] {2, 3}).op("matmul", bias);
  }

  /** A picture of 5 x 5 for each channel, which is one in the middle and else nothing. */
  private static Value pixels(Value channels, Value like) {
    Value ones = like.function().op("eye", channels).op("unsqueeze", -1).op("unsqueeze", -1);
    return ones.op("constant_pad_nd", new int[] {2, 2, 2, 2}, 0.0);
  }

  private static Value convolved(Value x, Value kernel, int[] stride) {
    return x.op("conv2d", kernel, null, stride, NO_STEP);
  }

  /** Each pixel's four parts (n, 4 x channels, h, w) as the pixels that they are. */
  private static Value apart(Value x) {
    Value parts = x.op("permute", new int[] {0, 2, 3, 1}).op("unflatten", 3, new int[] {2, 2, -1});
    Value rows = parts.op("permute", new int[] {0, 1, 3, 2, 4, 5});
    return rows.op("flatten", 3, 4).op("flatten", 1, 2).op("permute", new int[] {0, 3, 1, 2});
  }

  /**
   * Ends a function of the script: the single convolution's output as pixels, its edge mended.
   *
   * @param x the smaller picture
   * @param cells what the single convolution made of it
   */
  static Value ofDoubled(Value x, Value cells, Pair pair) {
    Value large = apart(cells);
    for (int side : new int[] {2, 3}) {
      Value end = x.size(side).minus(STRIP);
      mend(large, pair.of(x.op("narrow", side, 0, STRIP)), side, 0);
      mend(large, pair.of(x.op("narrow", side, end, STRIP)), side, -1);
    }
    return large;
  }

  /** The same for the single convolution's output of the half size. */
  static Value toHalf(Value x, Value half, Pair pair) {
    for (int side : new int[] {2, 3}) {
      mend(half, pair.of(x.op("narrow", side, 0, STRIP + 1)), side, 0);
    }
    return half;
  }

  private static void mend(Value picture, Value strip, int side, int at) {
    picture.op("select", side, at).op("copy_", strip.op("select", side, at));
  }
}
