package inkflow.canvas.raster;

import java.util.ArrayList;
import java.util.List;

/** Pixels to draw again, as a few boxes that do not overlap. */
final class DirtyBoxes {
  private static final int MOST = 6;

  private final List<PixelBox> boxes = new ArrayList<>();

  void add(PixelBox box) {
    if (box.isEmpty()) {
      return;
    }
    PixelBox grown = box;
    for (int i = 0; i < boxes.size(); i++) {
      if (boxes.size() >= MOST || !boxes.get(i).and(grown).isEmpty()) {
        grown = grown.around(boxes.remove(i));
        i = -1;
      }
    }
    boxes.add(grown);
  }

  List<PixelBox> all() {
    return boxes;
  }
}
