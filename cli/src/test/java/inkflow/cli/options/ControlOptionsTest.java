package inkflow.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.cli.Inkflow;
import inkflow.cli.options.ControlOptions.Control;
import inkflow.cli.options.ControlOptions.ControlConverter;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class ControlOptionsTest {
  private static final String CONTROLNET =
      "../diffusion/src/test/resources/golden/controlnet/controlnet";
  private final StringWriter err = new StringWriter();

  @TempDir Path temp;
  private Path picture;

  @BeforeEach
  void paint() throws IOException {
    picture = temp.resolve("edges.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
  }

  @Test
  void scaleIsOneAndAllStepsUnlessGiven() {
    assertThat(control("canny=a.png")).isEqualTo(new Control("canny", Path.of("a.png"), 1, 0, 1));
    assertThat(control("canny=a.png:0.4").scale()).isEqualTo(0.4);
    assertThat(control("canny=a.png:.5:0.2-.8"))
        .isEqualTo(new Control("canny", Path.of("a.png"), 0.5, 0.2, 0.8));
    assertThat(control("canny=/b:c/a.png:-1").picture()).isEqualTo(Path.of("/b:c/a.png"));
  }

  @Test
  void otherFormsAreRefused() {
    assertThatThrownBy(() -> control("a.png"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected: NAME=PNG[:SCALE[:START-END]]");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(render("--controlnet", "canny=" + temp.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("none (expected: a file or folder that exists)");
    assertThat(render("--control", "canny=" + temp.resolve("none.png"))).isEqualTo(1);
    assertThat(err.toString()).contains("none.png (expected: a PNG or JPEG picture)");
    String net = "canny=" + CONTROLNET;
    assertThat(render("--controlnet", net, "--controlnet", net)).isEqualTo(2);
    assertThat(err.toString()).contains("--controlnet: canny twice (expected: each name once)");
  }

  @Test
  void whatCanNotBeIsNamed() {
    assertThat(render("--control", "canny=" + picture + ":1:0.8-0.2")).isEqualTo(1);
    assertThat(err.toString()).contains("controls.start: 0.8 (expected: ");
    assertThat(render("--control", "canny=" + picture)).isEqualTo(1);
    assertThat(err.toString()).contains("controls: canny (expected: one of sketch)");
    assertThat(render("--follow", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--follow: 1.0 (expected: beside --init)");
    assertThat(render("--controlnet", "canny=" + CONTROLNET)).isEqualTo(1);
    assertThat(err.toString()).contains("in_channels: 4 (expected: 8, as the model's UNet has)");
  }

  @Test
  void modelWithASketchAdapterFollowsUnlessSomebodySaysOtherwise() {
    Optional<Picture> drawing = Optional.of(new Picture(8, 8, new byte[8 * 8 * 3]));
    Optional<Picture> none = Optional.empty();
    List<ControlInput> whole = List.of(new ControlInput("sketch", drawing.get(), 1));
    ModelInfo plain = new ModelInfo("plain", "sd15", 8, List.of());
    ModelInfo follows = new ModelInfo("inkling", "sd15", 8, List.of(), List.of("sketch"), 1);
    ControlOptions options = new ControlOptions();
    assertThat(options.followed(drawing, none, follows, Optional.empty())).isEqualTo(whole);
    assertThat(options.followed(drawing, drawing, follows, Optional.empty()))
        .as("masked")
        .isEmpty();
    assertThat(options.followed(none, none, follows, Optional.empty())).as("from words").isEmpty();
    assertThat(options.followed(drawing, none, plain, Optional.empty())).isEmpty();
    options.controls = List.of(control("sketch=" + picture));
    assertThat(options.followed(drawing, none, follows, Optional.empty()))
        .as("another picture")
        .isEmpty();
    assertThat(options.followed(drawing, drawing, plain, Optional.of(1.0))).isEqualTo(whole);
  }

  private static Control control(String value) {
    return new ControlConverter().convert(value);
  }

  private int render(String... options) {
    CommandLine line = Inkflow.commandLine();
    line.setErr(new PrintWriter(err, true));
    String out = temp.resolve("out.png").toString();
    String[] arguments = new String[options.length + 5];
    System.arraycopy(new String[] {"render", "--prompt", "a", "--out", out}, 0, arguments, 0, 5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    return line.execute(arguments);
  }
}
