package inkflow.diffusion;

import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The text form of an {@link EngineOption}'s value: after a flag, in a job's configuration, and in
 * serialized options.
 */
public sealed interface OptionForm<T> {
  One<String> TEXT = new One<>(String.class, text -> text, text -> text);
  One<Integer> INTEGER = new One<>(Integer.class, Integer::valueOf, String::valueOf);
  One<Long> LONG = new One<>(Long.class, Long::valueOf, String::valueOf);
  One<Boolean> BOOLEAN = new One<>(Boolean.class, OptionForm::trueOrFalse, String::valueOf);

  One<Path> PATH = new One<>(Path.class, Path::of, Path::toString, (path, to) -> to.apply(path));

  One<Precision> PRECISION =
      new One<>(
          Precision.class,
          name -> Precision.of(name).orElseThrow(() -> new IllegalArgumentException(name)),
          precision -> precision.name().toLowerCase(Locale.ROOT));

  One<ImageSchedule> SCHEDULE =
      new One<>(ImageSchedule.class, ImageSchedule::of, ImageSchedule::name);

  One<LoraFile> LORA_FILE =
      new One<>(LoraFile.class, LoraFile::parse, LoraFile::text, LoraFile::withFile);

  One<ControlNetFile> CONTROL_NET_FILE =
      new One<>(
          ControlNetFile.class,
          ControlNetFile::parse,
          ControlNetFile::text,
          ControlNetFile::withFile);

  /** Type of a value, or of each element of a list. */
  Class<?> type();

  /**
   * Parses a value: one text, or any number of texts for a list.
   *
   * @throws IllegalArgumentException for a text in another form
   */
  T read(List<String> texts);

  /** The texts that {@link #read} parses. */
  List<String> write(T value);

  /** The value with {@code elsewhere} applied to its files; itself if it has none. */
  T withFiles(T value, UnaryOperator<Path> elsewhere);

  boolean isList();

  static <E> OptionForm<List<E>> listOf(One<E> each) {
    return new Many<>(each);
  }

  private static boolean trueOrFalse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Applies a function to the files in a value. */
  @FunctionalInterface
  interface Moving<T> {
    T apply(T value, UnaryOperator<Path> elsewhere);
  }

  /** A value with one text. */
  record One<T>(
      Class<T> type, Function<String, T> reader, Function<T, String> writer, Moving<T> moving)
      implements OptionForm<T> {

    /** For a value without files. */
    One(Class<T> type, Function<String, T> reader, Function<T, String> writer) {
      this(type, reader, writer, (value, elsewhere) -> value);
    }

    @Override
    public T read(List<String> texts) {
      return reader.apply(texts.get(0));
    }

    @Override
    public List<String> write(T value) {
      return List.of(writer.apply(value));
    }

    @Override
    public T withFiles(T value, UnaryOperator<Path> elsewhere) {
      return moving.apply(value, elsewhere);
    }

    @Override
    public boolean isList() {
      return false;
    }
  }

  /** A list with one text per element. */
  record Many<E>(One<E> each) implements OptionForm<List<E>> {

    @Override
    public Class<?> type() {
      return each.type();
    }

    @Override
    public List<E> read(List<String> texts) {
      return texts.stream().map(each.reader()).toList();
    }

    @Override
    public List<String> write(List<E> values) {
      return values.stream().map(each.writer()).toList();
    }

    @Override
    public List<E> withFiles(List<E> values, UnaryOperator<Path> elsewhere) {
      return values.stream().map(value -> each.withFiles(value, elsewhere)).toList();
    }

    @Override
    public boolean isList() {
      return true;
    }
  }
}
