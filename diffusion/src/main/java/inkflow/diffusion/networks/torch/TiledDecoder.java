package inkflow.diffusion.networks.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a large latent in tiles, so that the decoder's memory doesn't grow with the picture.
 * Tiles overlap by a quarter and are blended linearly there, first with the tile above, then with
 * the left one. Sizes are as in diffusers' AutoencoderKL with tiling.
 */
final class TiledDecoder {
  private static final int OVERLAP = 4;
  private static final int COLOURS = 3;

  /** Decodes one tile. */
  interface Decoder {
    /**
     * @param row first row of the tile in the latent, as {@code column}
     * @return (3, height x downscale, width x downscale), row-major
     */
    float[] decode(int row, int column, int height, int width);
  }

  private record Tile(int height, int width, float[] values) {
    int at(int colour, int y, int x) {
      return (colour * height + y) * width + x;
    }
  }

  private final int side;
  private final int downscale;
  private final Decoder decoder;

  /**
   * @param side of a tile in the latent, a multiple of 4
   */
  TiledDecoder(int side, int downscale, Decoder decoder) {
    this.side = side;
    this.downscale = downscale;
    this.decoder = decoder;
  }

  /** A picture (3, height x downscale, width x downscale) from a latent of that size. */
  float[] decode(int height, int width) {
    Tile whole =
        new Tile(
            height * downscale,
            width * downscale,
            new float[COLOURS * height * width * downscale * downscale]);
    int step = side - side / OVERLAP;
    List<Tile> above = List.of();
    for (int row = 0; row < height; row += step) {
      List<Tile> tiles = new ArrayList<>();
      for (int column = 0; column < width; column += step) {
        Tile tile = tile(row, column, Math.min(side, height - row), Math.min(side, width - column));
        if (row > 0) {
          blend(above.get(tiles.size()), tile, true);
        }
        if (column > 0) {
          blend(tiles.get(tiles.size() - 1), tile, false);
        }
        tiles.add(tile);
        place(tile, whole, row * downscale, column * downscale, step * downscale);
      }
      above = tiles;
    }
    return whole.values;
  }

  private Tile tile(int row, int column, int height, int width) {
    float[] values = decoder.decode(row, column, height, width);
    return new Tile(height * downscale, width * downscale, values);
  }

  /** Blends the start of a tile with the end of the one before. */
  private void blend(Tile before, Tile tile, boolean down) {
    int most = side / OVERLAP * downscale;
    int extent =
        Math.min(
            most, down ? Math.min(before.height, tile.height) : Math.min(before.width, tile.width));
    int height = down ? extent : tile.height;
    int width = down ? tile.width : extent;
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float share = (down ? y : x) / (float) extent;
          int end =
              down
                  ? before.at(colour, before.height - extent + y, x)
                  : before.at(colour, y, before.width - extent + x);
          int begin = tile.at(colour, y, x);
          tile.values[begin] = before.values[end] * (1 - share) + tile.values[begin] * share;
        }
      }
    }
  }

  private static void place(Tile tile, Tile whole, int top, int left, int most) {
    int height = Math.min(most, tile.height);
    int width = Math.min(most, tile.width);
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            tile.values,
            tile.at(colour, y, 0),
            whole.values,
            whole.at(colour, top + y, left),
            width);
      }
    }
  }
}
