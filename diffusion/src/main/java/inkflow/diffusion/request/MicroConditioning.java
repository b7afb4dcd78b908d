package inkflow.diffusion.request;

/**
 * SDXL's conditioning on a picture's size and crop (arXiv 2307.01952, section 2.2), in pixels.
 *
 * @param originalHeight of the picture before it was scaled and cropped, as {@code originalWidth}
 * @param top where the crop begins, as {@code left}
 * @param targetHeight of the picture that the crop was for, as {@code targetWidth}
 */
public record MicroConditioning(
    int originalHeight, int originalWidth, int top, int left, int targetHeight, int targetWidth) {

  public MicroConditioning {
    requirePositive(originalHeight, "originalSize");
    requirePositive(originalWidth, "originalSize");
    requirePositive(targetHeight, "targetSize");
    requirePositive(targetWidth, "targetSize");
    RenderRequest.require(top >= 0, "crop", top, ">= 0");
    RenderRequest.require(left >= 0, "crop", left, ">= 0");
  }

  /** Original and target are the picture itself, uncropped. */
  public MicroConditioning(int height, int width) {
    this(height, width, 0, 0, height, width);
  }

  /** Original height and width, top and left of the crop, target height and width. */
  public float[] timeIds() {
    return new float[] {originalHeight, originalWidth, top, left, targetHeight, targetWidth};
  }

  private static void requirePositive(int pixels, String key) {
    RenderRequest.require(pixels > 0, key, pixels, "> 0");
  }
}
