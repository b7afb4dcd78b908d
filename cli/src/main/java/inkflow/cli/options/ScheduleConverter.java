package inkflow.cli.options;

import inkflow.diffusion.ImageSchedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an {@link ImageSchedule}. */
final class ScheduleConverter implements ITypeConverter<ImageSchedule> {

  @Override
  public ImageSchedule convert(String value) {
    try {
      return ImageSchedule.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
