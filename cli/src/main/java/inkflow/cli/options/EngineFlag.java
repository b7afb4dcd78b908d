package inkflow.cli.options;

import inkflow.diffusion.CommandFlag;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The flag of one engine option. */
record EngineFlag<T>(EngineOption<T> option) {

  CommandFlag flag() {
    return option.flag().orElseThrow();
  }

  OptionSpec spec() {
    Class<?> type = option.form().type();
    OptionSpec.Builder spec =
        OptionSpec.builder(flag().name())
            .paramLabel(flag().label())
            .description(description())
            .type(option.form().isList() ? List.class : type)
            .auxiliaryTypes(type);
    if (type.isRecord()) { // our records need a converter; picocli has one for other types
      spec.converters(this::convert);
    }
    return spec.build();
  }

  /** Reads one value, or one element of a list. */
  private Object convert(String text) {
    try {
      T read = option.form().read(List.of(text));
      return read instanceof List<?> list ? list.get(0) : read;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private String description() {
    String more = option.form().isList() ? " Repeatable." : "";
    return option.sentence() + standard().map(text -> " Default: " + text + ".").orElse("") + more;
  }

  /** The default as shown in the help; empty for a switch that is off and for an empty list. */
  private Optional<String> standard() {
    if (flag().standard().isPresent()) {
      return flag().standard();
    }
    boolean unsaid = option.form().isList() || option.form().type() == Boolean.class;
    return option
        .standard()
        .filter(value -> !unsaid)
        .map(value -> option.form().write(value).get(0));
  }

  /**
   * {@code others} with the value given for this option.
   *
   * @param files applied to each file in the value
   * @throws ParameterException if the option doesn't take the value
   */
  EngineOptions read(CommandSpec command, UnaryOperator<Path> files, EngineOptions others) {
    return given(command).map(value -> with(value, command, files, others)).orElse(others);
  }

  private EngineOptions with(
      T value, CommandSpec command, UnaryOperator<Path> files, EngineOptions others) {
    T moved = option.form().withFiles(value, files);
    option
        .fault()
        .apply(moved)
        .ifPresent(
            fault -> {
              throw wrong(command, fault, flag().expected().orElse(option.expected()));
            });
    return others.with(option, moved);
  }

  @SuppressWarnings("unchecked") // spec() sets the type
  private Optional<T> given(CommandSpec command) {
    return Optional.ofNullable(command.findOption(flag().name())).map(spec -> (T) spec.getValue());
  }

  ParameterException wrong(CommandSpec command, Object value, String expected) {
    return new ParameterException(
        command.commandLine(), flag().name() + ": " + value + " (expected: " + expected + ")");
  }
}
