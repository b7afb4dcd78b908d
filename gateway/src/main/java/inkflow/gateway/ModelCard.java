package inkflow.gateway;

import java.util.List;

/**
 * What the page may offer of the model behind the job; served at {@code /api/models}.
 *
 * @param name of the model
 * @param styles names of the style LoRAs that were loaded, for the page's sliders
 * @param size native side of a picture in pixels
 * @param sizes sides that the page offers, in pixels, multiples of 8
 * @param follows whether it has a sketch adapter, which holds a picture to its drawing
 */
public record ModelCard(
    String name, List<String> styles, int size, List<Integer> sizes, boolean follows) {
  public ModelCard {
    styles = List.copyOf(styles);
    sizes = List.copyOf(sizes);
  }

  /** A model that nothing is known of: no styles, no adapter, and sizes that suit a small one. */
  public static ModelCard unnamed() {
    return new ModelCard("", List.of(), 256, List.of(128, 256, 512), false);
  }
}
