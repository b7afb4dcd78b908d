package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A ControlNet's input for the rows of a UNet call.
 *
 * @param name that it was loaded under
 * @param rgb uint8 (n, height, width, 3), of the size of the picture to make
 * @param scales of its residuals, for each row
 */
public record Control(String name, NDArray rgb, List<Scale> scales) {

  public Control {
    scales = List.copyOf(scales);
  }

  /**
   * How a row's residuals are scaled.
   *
   * @param factor of all of them
   * @param guess whether residual i of n is scaled by 10^(i / (n - 1) - 1) too
   */
  public record Scale(double factor, boolean guess) {

    /** The factor of each of n residuals, outermost first. */
    public float[] of(int residuals) {
      float[] factors = new float[residuals];
      for (int i = 0; i < residuals; i++) {
        double share = guess ? Math.pow(10, (double) i / (residuals - 1) - 1) : 1;
        factors[i] = (float) (factor * share);
      }
      return factors;
    }

    /** The factors of all rows, row by row. */
    public static float[] of(List<Scale> rows, int residuals) {
      float[] all = new float[rows.size() * residuals];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i).of(residuals), 0, all, i * residuals, residuals);
      }
      return all;
    }
  }
}
