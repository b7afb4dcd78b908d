package inkflow.diffusion;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Builds an {@link EngineOption}. */
final class EngineOptionBuilder<T> {
  private final String name;
  private final OptionForm<T> form;
  private final String sentence;
  private T standard;
  private boolean required;
  private Function<T, Optional<Object>> fault;
  private String expected;
  private CommandFlag flag;
  private JobKey key;

  EngineOptionBuilder(String name, OptionForm<T> form, String sentence) {
    this.name = name;
    this.form = form;
    this.sentence = sentence;
  }

  EngineOptionBuilder<T> standard(T value) {
    standard = value;
    return this;
  }

  EngineOptionBuilder<T> required() {
    required = true;
    return this;
  }

  /** Accepts only these values; an error shows the whole value. */
  EngineOptionBuilder<T> takes(Predicate<T> good, String what) {
    return refuses(value -> good.test(value) ? Optional.empty() : Optional.of(value), what);
  }

  /** Refuses values for which {@code wrong} returns a fault; an error shows the fault. */
  EngineOptionBuilder<T> refuses(Function<T, Optional<Object>> wrong, String what) {
    fault = wrong;
    expected = what;
    return this;
  }

  EngineOptionBuilder<T> flag(CommandFlag command) {
    flag = command;
    return this;
  }

  /**
   * @param more text after the option's sentence
   */
  EngineOptionBuilder<T> key(String path, String more) {
    key = new JobKey(path, more);
    return this;
  }

  EngineOption<T> done() {
    return new EngineOption<>(
        name,
        form,
        Optional.ofNullable(standard),
        required,
        fault,
        expected,
        sentence,
        Optional.ofNullable(flag),
        Optional.ofNullable(key));
  }
}
