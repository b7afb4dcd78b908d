package inkflow.diffusion;

import java.util.Optional;

/**
 * How commands offer an {@link EngineOption}.
 *
 * @param name with its dashes
 * @param label stands for the value in a command's help
 * @param standard the default as help tells it; empty to tell the option's own
 * @param expected as a command's error says it; empty to say it as the option does
 * @param ofRenderAlone whether {@code inkflow render} alone has it, and not every command with a
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
