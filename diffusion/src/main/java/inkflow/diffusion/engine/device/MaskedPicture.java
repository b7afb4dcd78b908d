package inkflow.diffusion.engine.device;

import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.request.Picture;

/**
 * The input picture of a UNet for inpainting: mid grey where the mask says to repaint.
 *
 * @param mask of the picture's height and width
 */
public record MaskedPicture(Picture picture, RepaintMask mask) {
  private static final float MID_GREY = 127.5f; // between two bytes: 0 in [-1, 1]

  /** Height x width x 3 in [0, 255]. */
  public float[] rgb() {
    byte[] bytes = picture.rgb();
    float[] rgb = new float[bytes.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = mask.values()[i / 3] == 1 ? MID_GREY : bytes[i] & 0xff;
    }
    return rgb;
  }
}
