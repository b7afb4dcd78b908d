package inkflow.canvas.settings;

import inkflow.canvas.settings.Use.InFrames;
import inkflow.canvas.settings.Use.JobOption;
import inkflow.canvas.settings.Use.RenderOption;
import inkflow.canvas.settings.Use.Slider;
import java.util.stream.Collectors;

/** Writes docs/settings.md from the declaration. */
final class SettingsDocument {
  private static final String HEAD =
      """
      # Settings of a picture

      What a session's pictures are made with. Anybody who may edit sets them, on the page or with a
      `SettingsChanged` event; what nobody set has the default, which the job's option in the third column
      may change. The fields of a frame say what it was made with. Where a default of `inkflow render` differs, it
      stands with its option.

      This file is written from `PictureSettings.java`; `PictureSettingsTest` says how.

      | setting | range | default, job's option | `inkflow render` | on the page | in frames | what it does |
      |---|---|---|---|---|---|---|
      """;

  private SettingsDocument() {}

  static String write() {
    return PictureSettings.ALL.stream()
        .map(SettingsDocument::row)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String row(Setting<?> setting) {
    return String.join(
            " | ",
            "| `" + setting.name() + "`",
            kind(setting.type()) + range(setting.range()),
            shown(setting.standard()) + option(setting),
            setting.use(RenderOption.class).map(it -> command(setting, it)).orElse(""),
            setting.use(Slider.class).map(Slider::label).orElse(""),
            setting.has(InFrames.class) ? "yes" : "",
            setting.sentence())
        + " |\n";
  }

  private static String kind(Class<?> type) {
    return type == Integer.class || type == Long.class
        ? "whole number"
        : type == Double.class ? "number" : type == String.class ? "text" : "list of name, scale";
  }

  private static String range(Range range) {
    return range == Range.ANY ? "" : ", " + range.expected();
  }

  private static String shown(Default<?> standard) {
    return standard.text().isEmpty() ? "empty" : standard.text();
  }

  private static String option(Setting<?> setting) {
    return setting.use(JobOption.class).map(it -> ", `" + it.key() + "`").orElse("");
  }

  private static String command(Setting<?> setting, RenderOption option) {
    String name = "`" + option.name() + "`";
    boolean same = option.standard().text().equals(setting.standard().text());
    return option.required()
        ? name + ", required"
        : same ? name : name + ", " + shown(option.standard());
  }
}
