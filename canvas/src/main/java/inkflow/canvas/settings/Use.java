package inkflow.canvas.settings;

import java.util.OptionalDouble;

/**
 * A place where a setting appears. The module of that place holds the code that is derived from it.
 */
public sealed interface Use {

  /**
   * Each {@link inkflow.GeneratedFrame} reports the value it was made with, in a field of this
   * name.
   */
  record InFrames() implements Use {}

  /**
   * Affects how often pictures are drawn but not how they look, so a change does not cause a
   * render.
   */
  record Pace() implements Use {}

  /**
   * A job option that sets the default for its sessions.
   *
   * @param range may be wider than the setting's own: for example, 0 for no limit
   */
  record JobOption(String key, Range range) implements Use {}

  /**
   * An option of {@code inkflow render}.
   *
   * @param label placeholder for the value in the command's help
   * @param standard default of this command
   * @param required whether the command fails without it
   */
  record RenderOption(String name, String label, Default<?> standard, boolean required)
      implements Use {}

  /**
   * A slider on the page. It may cover less than the whole range: the part that people use.
   *
   * @param group section of the panel that it is in
   * @param off at and below this value the slider reads "off"
   */
  record Slider(Group group, String label, double min, double max, double step, OptionalDouble off)
      implements Use {

    /** A slider that never reads "off". */
    Slider(Group group, String label, double min, double max, double step) {
      this(group, label, min, max, step, OptionalDouble.empty());
    }

    Slider offAt(double value) {
      return new Slider(group, label, min, max, step, OptionalDouble.of(value));
    }
  }

  /** Sections of the page's panel. */
  enum Group {
    PICTURE,
    MORE
  }
}
