package inkflow.canvas.settings;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.GeneratedFrame;
import inkflow.SettingsChanged;
import inkflow.canvas.settings.Use.InFrames;
import inkflow.canvas.settings.Use.JobOption;
import inkflow.canvas.settings.Use.Slider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Compares the declaration with the records and the documentation that name settings too. */
final class PictureSettingsTest {
  private static final Map<Schema.Type, Class<?>> TYPES =
      Map.of(
          Schema.Type.STRING, String.class,
          Schema.Type.LONG, Long.class,
          Schema.Type.INT, Integer.class,
          Schema.Type.DOUBLE, Double.class,
          Schema.Type.ARRAY, List.class);

  @Test
  void everyFieldOfTheRecordIsDeclaredWithItsType() {
    List<Schema.Field> fields = SettingsChanged.getClassSchema().getFields();
    assertThat(PictureSettings.ALL)
        .extracting(Setting::name)
        .containsExactlyInAnyOrderElementsOf(fields.stream().map(Schema.Field::name).toList());
    for (Setting<?> setting : PictureSettings.ALL) {
      Schema field = SettingsChanged.getClassSchema().getField(setting.name()).schema();
      assertThat(field.getTypes().get(0).getType()).as(setting.name()).isEqualTo(Schema.Type.NULL);
      assertThat(setting.type())
          .as(setting.name())
          .isEqualTo(TYPES.get(field.getTypes().get(1).getType()));
    }
  }

  @Test
  void everySettingThatAFrameHasAFieldForIsDeclaredSoWithItsType() {
    for (Setting<?> setting : PictureSettings.ALL) {
      Schema.Field field = GeneratedFrame.getClassSchema().getField(setting.name());
      assertThat(setting.has(InFrames.class)).as(setting.name()).isEqualTo(field != null);
      if (field != null) {
        assertThat(setting.type())
            .as(setting.name())
            .isEqualTo(TYPES.get(field.schema().getType()));
      }
    }
  }

  @Test
  void defaultsAndSlidersLieInTheirRanges() {
    for (Setting<?> setting : PictureSettings.ALL) {
      Range widest = setting.use(JobOption.class).map(JobOption::range).orElse(setting.range());
      setting.standard().value().ifPresent(it -> assertThat(widest.takes(it)).isTrue());
      setting
          .use(Slider.class)
          .ifPresent(
              slider -> {
                assertThat(setting.range().takes(slider.min())).as(setting.name()).isTrue();
                assertThat(setting.range().takes(slider.max())).as(setting.name()).isTrue();
              });
    }
  }

  @Test
  void aRangeTakesItsBoundsAndRefusesWhatIsNoNumber() {
    assertThat(Range.closed(0, 2).takes(2.0)).isTrue();
    assertThat(Range.closed(0, 2).takes(Double.NaN)).isFalse();
    assertThat(Range.above(0, 1).takes(0.0)).isFalse();
    assertThat(Range.above(0, 1).expected()).isEqualTo("> 0 and <= 1");
    assertThat(Range.multiplesOf(8, 64).upTo(128).takes(136)).isFalse();
    assertThat(Range.multiplesOf(8, 64).upTo(128).takes(100)).isFalse();
    assertThat(Range.multiplesOf(8, 64).upTo(128).expected())
        .isEqualTo("a multiple of 8 from 64 to 128");
  }

  @Test
  void aSettingReadsAndWritesItsFieldOfTheRecord() {
    SettingsChanged settings = PictureSettings.defaults();
    PictureSettings.STEPS.put(settings, 7);
    assertThat(settings.getSteps()).isEqualTo(7);
    assertThat(PictureSettings.STRENGTH.in(settings)).contains(0.6);
    assertThat(PictureSettings.WIDTH.in(settings)).isEmpty();
  }

  /** {@code mvn test -Dtest=PictureSettingsTest -Dinkflow.docs.write=true} rewrites it. */
  @Test
  void docsSettingsMdIsWhatTheDeclarationSays() throws Exception {
    Path file = Path.of("..", "docs", "settings.md");
    if (Boolean.getBoolean("inkflow.docs.write")) {
      Files.writeString(file, SettingsDocument.write());
    }
    assertThat(Files.readString(file)).isEqualTo(SettingsDocument.write());
  }
}
