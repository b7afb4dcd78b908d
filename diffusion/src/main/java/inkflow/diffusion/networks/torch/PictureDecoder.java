package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.networks.layers.Pictures;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import java.nio.ByteBuffer;

/**
 * Decodes latents to pictures as bytes: whole, or in tiles if a whole one would take gigabytes.
 * Device thread only.
 */
final class PictureDecoder {
  /** Pixels that AutoencoderKL decodes at once: SDXL's own size, and half as much again. */
  private static final long LARGEST_WHOLE = 3L << 19;

  /** Pixels of a tile's side. */
  private static final int TILE = 512;

  private final Network vae;
  private final boolean tiles;
  private final int downscale;

  PictureDecoder(Network vae, AutoencoderConfig config) {
    this.vae = vae;
    this.tiles = config instanceof AutoencoderKlConfig;
    this.downscale = config.downscale();
  }

  /**
   * @param latent (n, channels, height, width)
   * @return uint8 (n, height x downscale, width x downscale, 3)
   */
  NDArray decode(NDManager scope, NDArray latent) {
    Shape shape = latent.getShape();
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    long pixels = (long) height * width * downscale * downscale;
    if (!tiles || pixels <= LARGEST_WHOLE) {
      return vae.run(scope, "decode_rgb", vae.weights(), latent);
    }
    int rows = (int) shape.get(0);
    ByteBuffer rgb = ByteBuffer.allocateDirect(Math.toIntExact(rows * pixels * 3));
    for (int row = 0; row < rows; row++) {
      put(rgb, tiled(scope, latent.get(new NDIndex("{}:{}", row, row + 1)), height, width));
    }
    Shape picture = new Shape(rows, (long) height * downscale, (long) width * downscale, 3);
    return scope.create(rgb.flip(), picture, DataType.UINT8);
  }

  private float[] tiled(NDManager scope, NDArray latent, int height, int width) {
    TiledDecoder decoder =
        new TiledDecoder(
            TILE / downscale,
            downscale,
            (row, column, tall, wide) -> {
              try (NDManager temporary = scope.newSubManager();
                  NDArray tile =
                      latent.get(
                          new NDIndex(":,:,{}:{},{}:{}", row, row + tall, column, column + wide))) {
                return vae.run(temporary, "decode", vae.weights(), tile).toFloatArray();
              }
            });
    return decoder.decode(height, width);
  }

  /** From (3, height, width) in [-1, 1] to (height, width, 3), rounded as {@link Pictures} does. */
  private static void put(ByteBuffer rgb, float[] picture) {
    int pixels = picture.length / 3;
    for (int i = 0; i < pixels; i++) {
      for (int colour = 0; colour < 3; colour++) {
        float unit = Math.min(Math.max(picture[colour * pixels + i] / 2 + 0.5f, 0), 1);
        rgb.put((byte) Math.rint(unit * 255));
      }
    }
  }
}
