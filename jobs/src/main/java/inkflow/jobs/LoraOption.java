package inkflow.jobs;

import inkflow.LoraWeight;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code engine.loras}.
 *
 * @param scale default 1; 0 loads the LoRA without using it
 */
record LoraOption(String name, String file, double scale) implements Serializable {
  private static final Pattern FORM =
      Pattern.compile("(?<name>[^=:]+)=(?<file>.+?)(:(?<scale>-?\\d+(\\.\\d+)?))?");

  static Optional<LoraOption> parse(String entry) {
    Matcher matcher = FORM.matcher(entry);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String scale = matcher.group("scale");
    return Optional.of(
        new LoraOption(
            matcher.group("name"),
            matcher.group("file"),
            scale == null ? 1 : Double.parseDouble(scale)));
  }

  static List<LoraOption> all(Problems problems) {
    List<LoraOption> loras = new ArrayList<>();
    for (String entry : problems.read(JobOptions.ENGINE_LORAS, any -> true, "a list")) {
      parse(entry)
          .ifPresentOrElse(
              loras::add,
              () -> problems.add(JobOptions.ENGINE_LORAS, entry, "NAME=FILE or NAME=FILE:SCALE"));
    }
    return loras;
  }

  /** The LoRAs of a session that has not set a mix of its own. */
  static List<LoraWeight> onFromTheStart(Problems problems) {
    return problems.read(JobOptions.ENGINE_LORAS, any -> true, "a list").stream()
        .flatMap(entry -> parse(entry).stream())
        .filter(lora -> lora.scale() != 0)
        .map(lora -> new LoraWeight(lora.name(), lora.scale()))
        .toList();
  }
}
