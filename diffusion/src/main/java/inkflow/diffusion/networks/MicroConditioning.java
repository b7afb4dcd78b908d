package inkflow.diffusion.networks;

/**
 * SDXL's conditioning on a picture's size and crop (arXiv 2307.01952, section 2.2), in pixels. Here
 * both original and target are the picture itself, uncropped.
 */
public record MicroConditioning(int height, int width) {

  /** Original height and width, top and left of the crop, target height and width. */
  public float[] timeIds() {
    return new float[] {height, width, 0, 0, height, width};
  }
}
