package inkflow.diffusion;

import java.util.List;
import java.util.stream.Collectors;

/** Writes docs/engine-options.md from the declaration. */
final class EngineOptionsDocument {
  private static final String HEAD =
      """
      # Options of the engine

      What an engine loads and how it runs. `inkflow render`, `demo` and `submit` take the flags; a job's configuration takes the keys,
      in which paths are those of the TaskManagers and a model has to be named. What nobody gives has the default.

      This file is written from `EngineOption.java`; `EngineOptionTest` says how.

      | flag | the job's key | takes | default | what it does |
      |---|---|---|---|---|
      """;

  private EngineOptionsDocument() {}

  /** Options with neither a flag nor a key are for programs alone, and not for this page. */
  static String write() {
    return EngineOption.ALL.stream()
        .filter(option -> option.flag().isPresent() || option.key().isPresent())
        .map(EngineOptionsDocument::row)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static <T> String row(EngineOption<T> option) {
    return String.join(
            " | ",
            "| " + option.flag().map(EngineOptionsDocument::flag).orElse(""),
            option.key().map(key -> "`" + key.path() + "`").orElse(""),
            option.form().isList() ? label(option) + ", any number" : option.expected(),
            standard(option),
            option.sentence())
        + " |\n";
  }

  private static String flag(CommandFlag flag) {
    return "`" + flag.name() + "`" + (flag.ofRenderAlone() ? ", `render` alone" : "");
  }

  private static String label(EngineOption<?> option) {
    return option.flag().map(CommandFlag::label).orElseGet(option::expected);
  }

  private static <T> String standard(EngineOption<T> option) {
    return option
        .flag()
        .flatMap(CommandFlag::standard)
        .or(() -> option.standard().map(option.form()::write).map(EngineOptionsDocument::joined))
        .orElse("none");
  }

  private static String joined(List<String> texts) {
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }
}
