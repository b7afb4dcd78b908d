package inkflow.diffusion.engine;

import static inkflow.diffusion.engine.TestingEngine.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlsTest {
  private static final Picture SMALL = new Picture(32, 16, new byte[32 * 16 * 3]);
  private final TestingDevice device = new TestingDevice();
  private final DiffusionEngine engine = TestingEngine.on(device);

  @AfterEach
  void close() {
    device.openGate();
    engine.close();
  }

  private static ControlInput control(String name) {
    return new ControlInput(name, SMALL, 0.5);
  }

  private RenderResult draw(Requests asked) {
    return engine.render(asked.request()).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private List<List<String>> namesOfEachCall() {
    return device.predicted.stream()
        .map(rows -> rows.get(0).controls().stream().map(RowControl::name).toList())
        .toList();
  }

  @Test
  void bothPassesOfGuidanceSeeThePictureAtTheFramesSize() {
    draw(Requests.of("a").size(64).guidanceScale(1.5).control(control("canny")));
    assertThat(device.predicted).hasSize(4);
    for (List<Row> rows : device.predicted) {
      assertThat(rows).hasSize(2);
      for (Row row : rows) {
        RowControl seen = row.controls().get(0);
        assertThat(seen.scale()).isEqualTo(0.5);
        assertThat(seen.picture().width()).isEqualTo(64);
        assertThat(seen.picture().height()).isEqualTo(64);
      }
    }
  }

  @Test
  void whereItGuessesTheNegativePassRunsWithoutIt() {
    draw(
        Requests.of("a")
            .guidanceScale(1.5)
            .control(new ControlInput("canny", SMALL, 0.5, 0, 1, true), control("depth")));
    for (List<Row> rows : device.predicted) {
      assertThat(rows.get(0).controls()).extracting(RowControl::scale).containsExactly(0.0, 0.5);
      assertThat(rows.get(1).controls()).extracting(RowControl::scale).containsExactly(0.5, 0.5);
      assertThat(rows.get(1).controls().get(0).guess()).isTrue();
    }
  }

  @Test
  void countsInItsShareOfTheSteps() {
    draw(
        Requests.of("a")
            .control(control("depth"), new ControlInput("canny", SMALL, 1, 0.25, 0.75)));
    assertThat(namesOfEachCall())
        .containsExactly(
            List.of("depth"),
            List.of("canny", "depth"),
            List.of("canny", "depth"),
            List.of("depth"));
  }

  @Test
  void aScaleOfZeroLeavesItOut() {
    draw(Requests.of("a").control(new ControlInput("canny", SMALL, 0)));
    assertThat(namesOfEachCall()).containsOnly(List.of());
  }

  @Test
  void framesUnderTheSameControlNetsShareTheirSteps() {
    device.closeGate();
    List<CompletableFuture<RenderResult>> all = new ArrayList<>();
    all.add(engine.render(Requests.of("holder").prompt("held").steps(1).request()));
    until(() -> !device.calls.isEmpty());
    Requests two = Requests.of("b").control(control("depth"), control("canny"));
    all.add(engine.render(Requests.of("a").control(control("canny"), control("depth")).request()));
    all.add(engine.render(two.request()));
    all.add(engine.render(Requests.of("c").control(control("canny")).request()));
    device.openGate();
    all.forEach(future -> future.orTimeout(10, TimeUnit.SECONDS).join());
    for (List<Row> rows : device.predicted) {
      assertThat(rows.stream().map(ControlsTest::names).distinct()).hasSize(1);
    }
    assertThat(device.predicted.stream().filter(rows -> rows.size() == 2)).hasSize(4);
  }

  private static List<String> names(Row row) {
    return row.controls().stream().map(RowControl::name).toList();
  }

  @Test
  void whatIsNotLoadedIsRefusedWithWhatIs() {
    assertThatThrownBy(() -> draw(Requests.of("a").control(control("pose"))))
        .hasCauseInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("controls: pose (expected: one of canny, depth)");
  }
}
