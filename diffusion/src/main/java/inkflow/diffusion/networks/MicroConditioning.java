package inkflow.diffusion.networks;

/**
 * What SDXL is told of a picture's size and crop (arXiv 2307.01952, section 2.2), in pixels. The
 * original and the target are the picture itself here, uncropped.
 */
public record MicroConditioning(int height, int width) {

  /** Original height and width, top and left of the crop, target height and width. */
  public float[] timeIds() {
    return new float[] {height, width, 0, 0, height, width};
  }
}
