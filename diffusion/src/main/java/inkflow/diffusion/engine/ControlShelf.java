package inkflow.diffusion.engine;

import inkflow.diffusion.ControlInput;
import inkflow.diffusion.InvalidRequestException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The ControlNets that are loaded. */
final class ControlShelf {
  private final TreeSet<String> names;

  ControlShelf(Collection<String> names) {
    this.names = new TreeSet<>(names);
  }

  /**
   * @throws InvalidRequestException for a name that isn't loaded
   */
  void require(List<ControlInput> asked) {
    for (ControlInput control : asked) {
      if (!names.contains(control.name())) {
        throw new InvalidRequestException("controls", control.name(), expected());
      }
    }
  }

  private String expected() {
    return names.isEmpty() ? "none, as none is loaded" : "one of " + String.join(", ", names);
  }
}
