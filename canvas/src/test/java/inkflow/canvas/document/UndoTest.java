package inkflow.canvas.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.ObjectChanged;
import inkflow.canvas.objects.Canvas;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UndoTest {
  private final TestingSession session = new TestingSession();

  @Test
  void aDragOfSixtyMovesIsUndoneAndRedoneAsOne() throws Exception {
    session.disc("a", "sun");
    for (int i = 1; i <= 60; i++) {
      session.move("a", "sun", i / 100.0);
    }

    session.undo("a");
    assertThat(session.shift("sun")).isZero();
    session.redo("a");
    assertThat(session.shift("sun")).isEqualTo(.6);
    session.undo("a");
    session.undo("a");
    assertThat(session.objectIds()).isEmpty();
  }

  @Test
  void aShapeThatIsPulledOpenIsUndoneAndRedoneAsOne() throws Exception {
    session.send("a", TestingSession.disc("sun"));
    for (int i = 1; i <= 60; i++) {
      session.move("a", "sun", i / 100.0);
    }
    session.pause(2);
    session.move("a", "sun", .9);

    session.undo("a");
    assertThat(session.shift("sun")).isEqualTo(.6);
    session.undo("a");
    assertThat(session.objectIds()).isEmpty();
    session.redo("a");
    assertThat(session.shift("sun")).isEqualTo(.6);
  }

  @Test
  void aColourGivenAtOnceToWhatWasAddedIsAStepOfItsOwn() throws Exception {
    session.send("a", TestingSession.disc("sun"));
    session.send("a", TestingSession.recoloured("sun", TestingSession.BLUE));

    session.undo("a");

    assertThat(session.objectIds()).containsExactly("sun");
  }

  @Test
  void aHandThatRestedBeginsANewGesture() throws Exception {
    session.disc("a", "sun");
    session.move("a", "sun", .1);
    session.pause(2);
    session.move("a", "sun", .2);

    session.undo("a");

    assertThat(session.shift("sun")).isEqualTo(.1);
  }

  @Test
  void aChangeOfAnotherPartOrAnotherObjectBeginsANewGesture() throws Exception {
    session.disc("a", "sun");
    session.disc("a", "moon");
    session.move("a", "sun", .1);
    session.send("a", TestingSession.recoloured("sun", TestingSession.BLUE));
    session.move("a", "moon", .3);
    session.move("a", "sun", .2);

    session.undo("a");
    assertThat(session.shift("sun")).isEqualTo(.1);
    session.undo("a");
    assertThat(session.shift("moon")).isZero();
    session.undo("a");
    assertThat(session.document.canvas().objects().get("sun").look().fill())
        .isEqualTo(TestingSession.RED);
    assertThat(session.shift("sun")).isEqualTo(.1);
  }

  @Test
  void othersMayDragMeanwhileWithoutCuttingAGesture() throws Exception {
    session.disc("a", "sun");
    session.disc("b", "moon");
    session.move("a", "sun", .1);
    session.move("b", "moon", .1);
    session.move("a", "sun", .2);
    session.move("b", "moon", .2);

    session.undo("a");

    assertThat(session.shift("sun")).isZero();
    assertThat(session.shift("moon")).isEqualTo(.2);
  }

  @Test
  void aStrokeIsUndoneWithAllThatItGrew() throws Exception {
    session.stroke("a", "sea", .1);
    session.extend("a", "sea", .2, .3);
    session.extend("a", "sea", .4);
    Document drawn = session.document;

    session.undo("a");
    assertThat(session.objectIds()).isEmpty();
    session.redo("a");
    assertThat(session.document.looksLike(drawn)).isTrue();
  }

  @Test
  void undoIsOfOnesOwnChangesOnly() throws Exception {
    session.disc("a", "sun");
    session.disc("b", "moon");

    session.undo("a");

    assertThat(session.objectIds()).containsExactly("moon");
  }

  @Test
  void whatSomeoneElseHasRemovedIsPassedOver() throws Exception {
    session.disc("a", "sea");
    session.disc("a", "sun");
    session.move("a", "sun", .1);
    session.remove("b", "sun");

    session.undo("a");

    assertThat(session.objectIds()).isEmpty();
    session.undo("b");
    assertThat(session.objectIds()).containsExactly("sun");
    assertThat(session.shift("sun")).isEqualTo(.1);
  }

  @Test
  void whatSomeoneElseHasChangedSinceIsLeftAlone() throws Exception {
    session.disc("a", "sun");
    session.send(
        "a", new ObjectChanged("sun", List.of(1., 0., .1, 0., 1., 0.), null, 7, null, null));
    session.move("b", "sun", .5);

    session.undo("a");

    assertThat(session.shift("sun")).isEqualTo(.5);
    assertThat(session.document.canvas().objects().get("sun").look().fill())
        .isEqualTo(TestingSession.RED);
  }

  @Test
  void aRemovedObjectComesBackToItsPlaceInThePile() throws Exception {
    session.disc("a", "low");
    session.disc("a", "middle");
    session.disc("a", "top");
    session.remove("a", "middle");

    session.undo("a");

    assertThat(session.objectIds()).containsExactly("low", "middle", "top");
  }

  @Test
  void aClearedCanvasComesBackBesideWhatWasDrawnSince() throws Exception {
    session.disc("a", "sun");
    session.clear("a", 0xFF000000);
    session.disc("b", "moon");

    session.undo("a");
    assertThat(session.objectIds()).containsExactly("sun", "moon");
    assertThat(session.document.canvas().background()).isEqualTo(Canvas.WHITE);

    session.redo("a");
    assertThat(session.objectIds()).containsExactly("moon");
    assertThat(session.document.canvas().background()).isEqualTo(0xFF000000);
  }

  @Test
  void anIdThatWasUsedAgainIsNotOverwritten() throws Exception {
    session.disc("a", "sun");
    session.remove("a", "sun");
    session.stroke("b", "sun", .1, .2);
    Document drawn = session.document;

    session.undo("a");

    assertThat(session.document.looksLike(drawn)).isTrue();
  }

  @Test
  void somethingNewLeavesNothingToRedo() throws Exception {
    session.disc("a", "sun");
    session.undo("a");
    session.disc("a", "moon");

    session.redo("a");

    assertThat(session.objectIds()).containsExactly("moon");
  }

  @Test
  void undoAndRedoWithNothingLeftChangeNothing() throws Exception {
    session.undo("a");
    session.redo("a");

    assertThat(session.document.looksLike(Document.empty())).isTrue();
    assertThat(session.document.clientSeqs()).containsEntry("a", 2L);
  }

  @Test
  void theOldestStepsAreForgottenBeyondTheDepth() throws Exception {
    TestingSession shallow = new TestingSession(CanvasLimits.defaults().withUndo(2, 1 << 20));
    for (String id : List.of("one", "two", "three")) {
      shallow.disc("a", id);
    }
    for (int i = 0; i < 3; i++) {
      shallow.undo("a");
    }

    assertThat(shallow.objectIds()).containsExactly("one");
  }

  @Test
  void theHistoryOfASessionHoldsOnlySoManyBytes() throws Exception {
    TestingSession tight = new TestingSession(CanvasLimits.defaults().withUndo(100, 2_000));
    for (String client : List.of("a", "b", "c")) {
      for (int i = 0; i < 20; i++) {
        tight.disc(client, client + i);
        tight.remove(client, client + i);
      }
      assertThat(HistoryBudget.weight(tight.document)).isLessThanOrEqualTo(2_000);
    }
    tight.undo("c");
    assertThat(tight.objectIds()).containsExactly("c19");
  }

  @Test
  void anUndoThatWouldOverfillTheCanvasIsRefused() throws Exception {
    TestingSession small = new TestingSession(CanvasLimits.defaults().withObjects(2));
    small.disc("a", "sun");
    small.disc("a", "moon");
    small.remove("a", "moon");
    small.disc("b", "sea");

    assertThatThrownBy(() -> small.undo("a"))
        .isInstanceOf(RefusedEventException.class)
        .hasMessage("objects: 3 (expected: at most 2)");
  }
}
