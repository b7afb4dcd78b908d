package inkflow.cli.options;

import inkflow.diffusion.EngineOptions.LoraFile;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME=FILE[:SCALE]}; a colon in the file's name is fine unless a number follows. */
final class LoraConverter implements ITypeConverter<LoraFile> {
  private static final Pattern FORM =
      Pattern.compile("(?<name>[^=]+)=(?<file>.+?)(?::(?<scale>[-+]?\\d+(?:\\.\\d*)?|\\.\\d+))?");

  @Override
  public LoraFile convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + value + "' (expected: NAME=FILE[:SCALE])");
    }
    String scale = matcher.group("scale");
    return new LoraFile(
        matcher.group("name"),
        Path.of(matcher.group("file")),
        scale == null ? 1 : Double.parseDouble(scale));
  }
}
