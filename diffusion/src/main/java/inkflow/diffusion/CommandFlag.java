package inkflow.diffusion;

import java.util.Optional;

/**
 * How commands offer an {@link EngineOption}.
 *
 * @param name including the dashes
 * @param label placeholder for the value in a command's help
 * @param standard the default as shown in the help; empty to show the option's own
 * @param expected the expectation in a command's error; empty to use the option's own
 * @param ofRenderAlone whether only {@code inkflow render} has it, instead of every command with a
 *     model
 */
public record CommandFlag(
    String name,
    String label,
    Optional<String> standard,
    Optional<String> expected,
    boolean ofRenderAlone) {

  CommandFlag(String name, String label) {
    this(name, label, Optional.empty(), Optional.empty(), false);
  }

  CommandFlag standard(String text) {
    return new CommandFlag(name, label, Optional.of(text), expected, ofRenderAlone);
  }

  CommandFlag expected(String text) {
    return new CommandFlag(name, label, standard, Optional.of(text), ofRenderAlone);
  }

  CommandFlag onlyRender() {
    return new CommandFlag(name, label, standard, expected, true);
  }
}
