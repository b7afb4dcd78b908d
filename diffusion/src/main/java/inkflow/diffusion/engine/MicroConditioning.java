package inkflow.diffusion.engine;

/**
 * What SDXL is told of a picture's size and crop (arXiv 2307.01952, section 2.2), in pixels. The
 * original and the target are the picture itself here, uncropped.
 */
record MicroConditioning(int height, int width) {

  /** Original height and width, top and left of the crop, target height and width. */
  float[] timeIds() {
    return new float[] {height, width, 0, 0, height, width};
  }
}
