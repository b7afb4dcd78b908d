package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TiledDecoderTest {
  private static final int DOWNSCALE = 2;

  /** Every pixel encodes its position, so that a misplaced pixel is detected. */
  private static float[] places(int row, int column, int height, int width) {
    int tall = height * DOWNSCALE;
    int wide = width * DOWNSCALE;
    float[] values = new float[3 * tall * wide];
    for (int i = 0; i < values.length; i++) {
      int y = row * DOWNSCALE + i / wide % tall;
      int x = column * DOWNSCALE + i % wide;
      values[i] = i / (tall * wide) * 10_000 + y * 100 + x;
    }
    return values;
  }

  @Test
  void tilesLieWhereTheyWereCutOut() {
    for (int[] size : new int[][] {{8, 8}, {20, 13}, {7, 31}, {6, 9}}) {
      float[] tiled =
          new TiledDecoder(8, DOWNSCALE, TiledDecoderTest::places).decode(size[0], size[1]);
      float[] whole = places(0, 0, size[0], size[1]);
      assertThat(tiled).containsExactly(whole, within(0.01f));
    }
  }

  @Test
  void oneTilePassesLinearlyIntoTheNext() {
    // A latent of one row, 14 wide: tiles at 0, 6 and 12, each of one colour, its first column.
    float[] line =
        new TiledDecoder(
                8,
                DOWNSCALE,
                (row, column, height, width) -> {
                  float[] one = new float[3 * height * width * DOWNSCALE * DOWNSCALE];
                  Arrays.fill(one, column);
                  return one;
                })
            .decode(1, 14);
    assertThat(line)
        .startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        .containsSequence(0f, 1.5f, 3f, 4.5f, 6f, 6f, 6f, 6f, 6f, 6f, 6f, 6f);
    assertThat(line[24]).isEqualTo(6);
    assertThat(line[27]).isEqualTo(6 + 6 * 3 / 4f);
  }

  @Test
  void noTileIsLargerThanASide() {
    new TiledDecoder(
            8,
            DOWNSCALE,
            (row, column, height, width) -> {
              assertThat(height).isBetween(1, 8);
              assertThat(width).isBetween(1, 8);
              return places(row, column, height, width);
            })
        .decode(30, 17);
  }
}
