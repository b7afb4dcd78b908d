package inkflow.jobs;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.JobKey;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ConfigOptions.TypedConfigOptionBuilder;
import org.apache.flink.configuration.Configuration;

/**
 * The key of one engine option in a job's configuration. Its value there is a text, or a list of
 * texts, in the option's form.
 */
record EngineKey<T>(EngineOption<T> option) {

  ConfigOption<?> configOption() {
    return option.form().isList() ? list() : single();
  }

  void put(Configuration settings, EngineOptions engine) {
    engine.find(option).ifPresent(value -> put(settings, option.form().write(value)));
  }

  private void put(Configuration settings, List<String> texts) {
    if (option.form().isList()) {
      settings.set(list(), texts);
    } else {
      settings.set(single(), texts.get(0));
    }
  }

  /**
   * {@code others} with this option's value; if it is invalid, notes a problem and returns {@code
   * others}.
   */
  EngineOptions read(Problems problems, EngineOptions others) {
    List<String> texts = texts(problems);
    List<String> wrong = texts.stream().filter(text -> !isReadable(text)).toList();
    wrong.forEach(text -> addTo(problems, text));
    if (texts.isEmpty() && option.required()) {
      addTo(problems, null);
    }
    return texts.isEmpty() || !wrong.isEmpty()
        ? others
        : read(option.form().read(texts), problems, others);
  }

  private EngineOptions read(T value, Problems problems, EngineOptions others) {
    Optional<Object> fault = option.fault().apply(value);
    fault.ifPresent(it -> addTo(problems, it));
    return fault.isPresent() ? others : others.with(option, value);
  }

  private List<String> texts(Problems problems) {
    return option.form().isList()
        ? problems.read(list(), any -> true, "a list")
        : Optional.ofNullable(problems.readOptional(single())).stream().toList();
  }

  private boolean isReadable(String text) {
    try {
      option.form().read(List.of(text));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void addTo(Problems problems, Object value) {
    problems.add(configOption(), value, option.expected());
  }

  private ConfigOption<String> single() {
    TypedConfigOptionBuilder<String> typed = ConfigOptions.key(key().path()).stringType();
    return option
        .standard()
        .map(value -> typed.defaultValue(option.form().write(value).get(0)))
        .orElseGet(typed::noDefaultValue)
        .withDescription(description());
  }

  private ConfigOption<List<String>> list() {
    return ConfigOptions.key(key().path())
        .stringType()
        .asList()
        .defaultValues()
        .withDescription(description());
  }

  private String description() {
    return (option.sentence() + " " + key().more()).strip();
  }

  private JobKey key() {
    return option.key().orElseThrow();
  }
}
