package inkflow.cli.options;

import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A command's input pictures for ControlNets. */
public final class ControlOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--control",
      paramLabel = "NAME=PNG[:SCALE[:START-END]]",
      converter = ControlConverter.class,
      description = {
        "A picture for a ControlNet to hold the result to, in the form that it was trained on"
            + " (edges, depth, a pose ...): it is scaled to size and given to it as it is. SCALE"
            + " is how strongly (default 1), START-END in which share of the steps (default 0-1)."
            + " Repeatable; several add up."
      })
  List<Control> controls = List.of();

  @Option(
      names = "--control-guess",
      description = {
        "Let the ControlNets guess from their pictures more than from the prompt: the outer"
            + " residuals count less, and a guided picture's negative pass runs without them."
      })
  boolean guess;

  /** As given on the command line; the picture is not read yet. */
  record Control(String name, Path picture, double scale, double start, double end) {}

  /**
   * Reads the pictures.
   *
   * @throws inkflow.diffusion.request.InvalidRequestException if a number is out of its range
   */
  public List<ControlInput> inputs() throws IOException {
    List<ControlInput> inputs = new ArrayList<>();
    for (Control control : controls) {
      inputs.add(
          new ControlInput(
              control.name(),
              PictureFile.read("--control", control.picture()),
              control.scale(),
              control.start(),
              control.end(),
              guess));
    }
    return inputs;
  }

  /**
   * The sketch adapter's input, which is the picture to start from. If {@link #controls} names the
   * sketch adapter, that one is used instead, unless {@code --follow} is given too.
   *
   * @param follow the value of {@code --follow}, if given
   * @throws ParameterException if there is nothing to follow
   */
  public List<ControlInput> followed(
      Optional<Picture> start, Optional<Picture> mask, ModelInfo model, Optional<Double> follow) {
    boolean named = controls.stream().anyMatch(it -> it.name().equals(ModelInfo.SKETCH));
    double usual = model.follows() && start.isPresent() && mask.isEmpty() && !named ? 1 : 0;
    double scale = follow.orElse(usual);
    if (scale == 0) {
      return List.of();
    }
    Picture drawing = start.orElseThrow(() -> wrong("--follow", scale, "beside --init"));
    return List.of(new ControlInput(ModelInfo.SKETCH, drawing, scale));
  }

  private ParameterException wrong(String key, Object value, String expected) {
    return new ParameterException(
        command.commandLine(), key + ": " + value + " (expected: " + expected + ")");
  }

  /**
   * Reads {@code NAME=PNG[:SCALE[:START-END]]}; a colon in the file's name is fine unless a number
   * follows.
   */
  static final class ControlConverter implements ITypeConverter<Control> {
    private static final String NUMBER = "\\d+(?:\\.\\d*)?|\\.\\d+";
    private static final Pattern FORM =
        Pattern.compile(
            "(?<name>[^=]+)=(?<file>.+?)(?::(?<scale>[-+]?(?:N))(?::(?<start>N)-(?<end>N))?)?"
                .replace("N", NUMBER));

    @Override
    public Control convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' (expected: NAME=PNG[:SCALE[:START-END]])");
      }
      return new Control(
          matcher.group("name"),
          Path.of(matcher.group("file")),
          number(matcher.group("scale"), 1),
          number(matcher.group("start"), 0),
          number(matcher.group("end"), 1));
    }

    private static double number(String text, double otherwise) {
      return text == null ? otherwise : Double.parseDouble(text);
    }
  }
}
