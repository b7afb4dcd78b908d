package inkflow.canvas.settings;

import java.util.OptionalDouble;

/** A place where a setting shows itself. What is derived from it stands in that place's module. */
public sealed interface Use {

  /** Each {@link inkflow.GeneratedFrame} says what it was made with, in a field of this name. */
  record InFrames() implements Use {}

  /** Says how often pictures are drawn and not how they look: a change is no reason to draw. */
  record Pace() implements Use {}

  /**
   * An option of the job sets the default of its sessions.
   *
   * @param range may be wider than the setting's own: 0 for no limit
   */
  record JobOption(String key, Range range) implements Use {}

  /**
   * An option of {@code inkflow render}.
   *
   * @param label stands for the value in the command's help
   * @param standard of this command
   * @param required whether it has to be given
   */
  record RenderOption(String name, String label, Default<?> standard, boolean required)
      implements Use {}

  /**
   * A slider on the page. It may show less than the whole range: what people use.
   *
   * @param group part of the panel that it is in
   * @param off at and below this value the slider reads "off"
   */
  record Slider(Group group, String label, double min, double max, double step, OptionalDouble off)
      implements Use {

    /** Where a slider never reads "off". */
    Slider(Group group, String label, double min, double max, double step) {
      this(group, label, min, max, step, OptionalDouble.empty());
    }

    Slider offAt(double value) {
      return new Slider(group, label, min, max, step, OptionalDouble.of(value));
    }
  }

  /** Parts of the page's panel. */
  enum Group {
    PICTURE,
    MORE
  }
}
