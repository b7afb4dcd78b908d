package inkflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The declarations against themselves and the documentation. */
class EngineOptionTest {

  @Test
  void everyDeclarationIsAmongAll() throws IllegalAccessException {
    List<EngineOption<?>> declared = new ArrayList<>();
    for (var field : EngineOption.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == EngineOption.class) {
        declared.add((EngineOption<?>) field.get(null));
      }
    }
    assertThat(EngineOption.ALL).hasSameElementsAs(declared).doesNotHaveDuplicates();
  }

  @Test
  void namesFlagsAndKeysAreEachThereOnce() {
    assertThat(EngineOption.ALL).extracting(EngineOption::name).doesNotHaveDuplicates();
    assertThat(EngineOption.ALL.stream().flatMap(it -> it.flag().stream()).map(CommandFlag::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("--[a-z-]+"));
    assertThat(EngineOption.ALL.stream().flatMap(it -> it.key().stream()).map(JobKey::path))
        .doesNotHaveDuplicates()
        .allMatch(path -> path.matches("engine\\.[a-z.-]+"));
  }

  @Test
  void everyOptionHasADefaultThatItTakesUnlessTheEngineDoesWithout() {
    for (EngineOption<?> option : EngineOption.ALL) {
      assertThat(faultOfDefault(option)).as(option.name()).isEmpty();
      assertThat(option.required() && option.standard().isPresent()).as(option.name()).isFalse();
    }
    assertThat(EngineOption.ALL.stream().filter(it -> it.standard().isEmpty()))
        .containsExactly(EngineOption.MODEL, EngineOption.VAE);
  }

  private static <T> Optional<Object> faultOfDefault(EngineOption<T> option) {
    return option.standard().flatMap(option.fault());
  }

  @Test
  void aValueThatAnOptionDoesNotTakeIsRefusedByName() {
    EngineOptions plain = EngineOptions.defaults();
    assertThatThrownBy(() -> plain.with(EngineOption.DEVICE, "gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device: gpu (expected: cpu or cuda:N)");
    assertThatThrownBy(() -> plain.with(EngineOption.BATCH_ROWS, -1))
        .hasMessage("batchRows: -1 (expected: >= 0)");
    assertThatThrownBy(() -> plain.with(EngineOption.MODEL, Path.of("")))
        .hasMessageStartingWith("model:  (expected: ");
  }

  /** {@code mvn test -Dtest=EngineOptionTest -Dinkflow.docs.write=true} writes it anew. */
  @Test
  void docsEngineOptionsMdIsWhatTheDeclarationSays() throws Exception {
    Path file = Path.of("..", "docs", "engine-options.md");
    if (Boolean.getBoolean("inkflow.docs.write")) {
      Files.writeString(file, EngineOptionsDocument.write());
    }
    assertThat(Files.readString(file)).isEqualTo(EngineOptionsDocument.write());
  }
}
