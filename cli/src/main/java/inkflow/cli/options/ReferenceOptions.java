package inkflow.cli.options;

import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Noise;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the reference's pipelines take besides, to draw the same pictures as they do. */
public final class ReferenceOptions {
  private static final int MOST_IMAGES = 100;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "How many pictures, all from one generator: the same as diffusers' for"
            + " num_images_per_prompt. Default: 1. Of several, the names end in -1, -2 ..."
      })
  int images;

  @Option(
      names = "--prompt2",
      paramLabel = "TEXT",
      description = "The prompt for SDXL's second text encoder. Default: the prompt.")
  String prompt2;

  @Option(
      names = "--original-size",
      paramLabel = "WxH",
      converter = Size.Converter.class,
      description = "The size that SDXL is told the picture had. Default: that of the picture.")
  Size originalSize;

  @Option(
      names = "--crop",
      paramLabel = "X,Y",
      split = ",",
      arity = "1",
      description = "Left and top of the crop that SDXL is told of. Default: 0,0.")
  List<Integer> crop = List.of(0, 0);

  @Option(
      names = "--target-size",
      paramLabel = "WxH",
      converter = Size.Converter.class,
      description = "The size that SDXL is told the crop was for. Default: that of the picture.")
  Size targetSize;

  @Option(
      names = "--timesteps",
      paramLabel = "T,T,...",
      split = ",",
      description = "Timesteps to visit, falling from below 1000, instead of --steps.")
  List<Integer> timesteps = List.of();

  /** One for each picture. */
  public List<Noise> noises(long seed, double variation) {
    if (images < 1 || images > MOST_IMAGES) {
      throw wrong("--images", images, "1 to " + MOST_IMAGES);
    }
    return IntStream.range(0, images)
        .mapToObj(row -> new Noise(seed, variation, row, images))
        .toList();
  }

  public Optional<String> secondPrompt() {
    return Optional.ofNullable(prompt2);
  }

  public List<Integer> timesteps() {
    return timesteps;
  }

  /**
   * Empty if none of the sizes is given.
   *
   * @param picture that is drawn
   */
  public Optional<MicroConditioning> sizes(Size picture) {
    if (crop.size() != 2) {
      throw wrong("--crop", crop, "X,Y");
    }
    if (originalSize == null && targetSize == null && crop.equals(List.of(0, 0))) {
      return Optional.empty();
    }
    Size original = originalSize == null ? picture : originalSize;
    Size target = targetSize == null ? picture : targetSize;
    return Optional.of(
        new MicroConditioning(
            original.height(),
            original.width(),
            crop.get(1),
            crop.get(0),
            target.height(),
            target.width()));
  }

  /** The file of picture {@code row}: the given one, or numbered if there are several. */
  public Path numbered(Path out, int row) {
    if (images == 1) {
      return out;
    }
    String name = String.valueOf(out.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return out.resolveSibling(stem + "-" + (row + 1) + (dot < 0 ? "" : name.substring(dot)));
  }

  private ParameterException wrong(String key, Object value, String expected) {
    return new ParameterException(
        command.commandLine(), key + ": " + value + " (expected: " + expected + ")");
  }
}
