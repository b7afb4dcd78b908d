package inkflow.diffusion;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to load and how to run it: a value for each {@link EngineOption}. Immutable and
 * serializable; paths refer to the machine where the engine is opened.
 */
public final class EngineOptions implements Serializable {
  /** Values by option name. */
  private final transient Map<String, Object> values;

  private EngineOptions(Map<String, Object> values) {
    this.values = values;
  }

  /** All defaults, without a model. */
  public static EngineOptions defaults() {
    return new EngineOptions(Map.of());
  }

  /** This model, with defaults for the rest. */
  public static EngineOptions of(Path model) {
    return defaults().with(EngineOption.MODEL, model);
  }

  /**
   * These options with one of them changed.
   *
   * @throws IllegalArgumentException if the value is not valid; names the option
   */
  public <T> EngineOptions with(EngineOption<T> option, T value) {
    Map<String, Object> others = new HashMap<>(values);
    others.put(option.name(), option.require(value));
    return new EngineOptions(others);
  }

  /**
   * What was given, or the default.
   *
   * @throws NoSuchElementException if there is neither
   */
  public <T> T get(EngineOption<T> option) {
    return find(option).orElseThrow(() -> new NoSuchElementException(option.name()));
  }

  /** The value given, or the default; empty if there is neither. */
  @SuppressWarnings("unchecked") // with() stored it for an option of this type
  public <T> Optional<T> find(EngineOption<T> option) {
    T given = (T) values.get(option.name());
    return given == null ? option.standard() : Optional.of(given);
  }

  /** Whether every option has the same value. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EngineOptions options
        && EngineOption.ALL.stream().allMatch(it -> find(it).equals(options.find(it)));
  }

  @Override
  public int hashCode() {
    return EngineOption.ALL.stream().map(this::find).toList().hashCode();
  }

  /** The options that have a value, as people write them. */
  @Override
  public String toString() {
    return texts().toString();
  }

  private TreeMap<String, ArrayList<String>> texts() {
    TreeMap<String, ArrayList<String>> texts = new TreeMap<>();
    EngineOption.ALL.forEach(option -> write(option, texts));
    return texts;
  }

  private <T> void write(EngineOption<T> option, Map<String, ArrayList<String>> texts) {
    find(option)
        .ifPresent(value -> texts.put(option.name(), new ArrayList<>(option.form().write(value))));
  }

  private Object writeReplace() {
    return new Travelling(texts());
  }

  /** Serialized form: texts by option name, since paths can't be serialized. */
  private record Travelling(TreeMap<String, ArrayList<String>> texts) implements Serializable {

    private Object readResolve() {
      EngineOptions options = defaults();
      for (EngineOption<?> option : EngineOption.ALL) {
        options = read(option, options);
      }
      return options;
    }

    private <T> EngineOptions read(EngineOption<T> option, EngineOptions others) {
      ArrayList<String> written = texts.get(option.name());
      return written == null ? others : others.with(option, option.form().read(written));
    }
  }

  /**
   * {@link #AUTO} is fp16 on a GPU; on a CPU it is bf16 if the processor is faster in it, else
   * fp32.
   */
  public enum Precision {
    AUTO,
    FP32,
    BF16,
    FP16;

    /** The precision with this name, in upper or lower case; empty if there is none. */
    public static Optional<Precision> of(String name) {
      return Arrays.stream(values()).filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /**
   * A LoRA to load.
   *
   * @param scale default scale; 0 loads it without using it
   */
  public record LoraFile(String name, Path file, double scale) {
    private static final Pattern FORM =
        Pattern.compile("(?<name>[^=]+)=(?<file>.+?)(?::(?<scale>[-+]?\\d+(?:\\.\\d*)?|\\.\\d+))?");

    /**
     * Reads {@code NAME=FILE[:SCALE]}; a colon in the file's name is fine unless a number follows.
     *
     * @throws IllegalArgumentException for another form
     */
    static LoraFile parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("'" + text + "' (expected: NAME=FILE[:SCALE])");
      }
      String scale = matcher.group("scale");
      return new LoraFile(
          matcher.group("name"),
          Path.of(matcher.group("file")),
          scale == null ? 1 : Double.parseDouble(scale));
    }

    /** As {@link #parse} reads it. */
    String text() {
      return name + "=" + file + ":" + new BigDecimal(Double.toString(scale)).toPlainString();
    }

    LoraFile withFile(UnaryOperator<Path> elsewhere) {
      return new LoraFile(name, elsewhere.apply(file), scale);
    }
  }

  /**
   * A ControlNet to load.
   *
   * @param file a diffusers folder or a {@code .safetensors} file
   */
  public record ControlNetFile(String name, Path file) {

    /**
     * Reads {@code NAME=DIR or FILE}.
     *
     * @throws IllegalArgumentException for another form
     */
    static ControlNetFile parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new IllegalArgumentException("'" + text + "' (expected: NAME=DIR or FILE)");
      }
      return new ControlNetFile(text.substring(0, equals), Path.of(text.substring(equals + 1)));
    }

    /** As {@link #parse} reads it. */
    String text() {
      return name + "=" + file;
    }

    ControlNetFile withFile(UnaryOperator<Path> elsewhere) {
      return new ControlNetFile(name, elsewhere.apply(file));
    }
  }
}
