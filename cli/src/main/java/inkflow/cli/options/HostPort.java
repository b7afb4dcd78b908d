package inkflow.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The address of a server. */
public record HostPort(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,5})");

  /** Reads {@code HOST:PORT}. */
  public static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + value + "' (expected: HOST:PORT)");
      }
      return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
  }
}
