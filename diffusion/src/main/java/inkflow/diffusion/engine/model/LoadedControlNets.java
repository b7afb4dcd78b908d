package inkflow.diffusion.engine.model;

import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.InvalidRequestException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The ControlNets that are loaded. */
public final class LoadedControlNets {
  private final TreeSet<String> names;

  public LoadedControlNets(Collection<String> names) {
    this.names = new TreeSet<>(names);
  }

  /**
   * @throws InvalidRequestException for a name that isn't loaded
   */
  public void require(List<ControlInput> asked) {
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
