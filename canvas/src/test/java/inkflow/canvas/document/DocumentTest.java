package inkflow.canvas.document;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.Join;
import inkflow.Leave;
import inkflow.LoraWeight;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.PlacedObject;
import inkflow.Role;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import inkflow.Stroke;
import inkflow.canvas.rules.CanvasLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {
  private final TestingSession session = new TestingSession();

  @Test
  void aRepeatLeavesTheDocumentAsItIs() throws Exception {
    SketchEvent added =
        session.event(
            "a", new ObjectAdded("sun", 0.0, TestingSession.shape(ShapeKind.LINE, 0, 0, 1, 1)));
    Document once = Document.empty().apply(added, CanvasLimits.defaults());

    assertThat(once.apply(added, CanvasLimits.defaults())).isSameAs(once);
    assertThat(once.hasSeen(added)).isTrue();
    assertThat(once.clientSeqs()).containsEntry("a", 1L).hasSize(1);
  }

  @Test
  void snapshotShowsObjectsAsTheyAreNowFarthestFirst() throws Exception {
    session.disc("a", "sun");
    session.stroke("b", "sea", .1, .2);
    session.extend("b", "sea", .3);
    session.send("a", new ObjectChanged("sun", null, 2.0, TestingSession.BLUE, null, .5));
    session.move("a", "sun", .25);

    Snapshot snapshot = session.document.snapshot();

    assertThat(snapshot.getObjects())
        .extracting(o -> o.getAdded().getObjectId())
        .containsExactly("sea", "sun");
    PlacedObject sea = snapshot.getObjects().get(0);
    assertThat(sea.getClientId()).isEqualTo("b");
    assertThat(((Stroke) sea.getAdded().getObject()).getPoints())
        .isEqualTo(TestingSession.points(.1, .2, .3));
    PlacedObject sun = snapshot.getObjects().get(1);
    assertThat(sun.getOpacity()).isEqualTo(.5);
    assertThat(sun.getTransform()).containsExactly(1., 0., .25, 0., 1., 0.);
    assertThat(sun.getAdded().getZ()).isEqualTo(2);
    assertThat(((Shape) sun.getAdded().getObject()).getFill()).isEqualTo(TestingSession.BLUE);
    assertThat(snapshot.getClientSeqs()).containsEntry("a", 3L).containsEntry("b", 2L);
  }

  @Test
  void settingsKeepWhatAChangeDoesNotName() throws Exception {
    SettingsChanged first = new SettingsChanged();
    first.setPrompt("the sun over the sea");
    first.setSteps(4);
    SettingsChanged second = new SettingsChanged();
    second.setSteps(2);
    second.setLoras(List.of(new LoraWeight("neon", .5)));
    session.send("a", first);
    session.send("b", second);

    SettingsChanged settings = session.document.settings();

    assertThat(settings.getPrompt()).isEqualTo("the sun over the sea");
    assertThat(settings.getSteps()).isEqualTo(2);
    assertThat(settings.getLoras()).containsExactly(new LoraWeight("neon", .5));
    assertThat(settings.getSeed()).isNull();
    assertThat(session.document.snapshot().getSettings()).isEqualTo(settings);
  }

  @Test
  void changingWhatADocumentHandsOutOrTookInDoesNotChangeIt() throws Exception {
    SettingsChanged sent = new SettingsChanged();
    sent.setLoras(new ArrayList<>(List.of(new LoraWeight("neon", .5))));
    session.send("a", sent);

    sent.getLoras().get(0).setScale(9);
    session.document.settings().getLoras().clear();
    session.document.settings().setPrompt("gone");

    assertThat(session.document.settings().getLoras()).containsExactly(new LoraWeight("neon", .5));
    assertThat(session.document.settings().getPrompt()).isNull();
  }

  @Test
  void participantsAreThoseWhoJoinedAndHaveNotLeft() throws Exception {
    session.join("a", Role.EDITOR);
    session.join("b", Role.VIEWER);
    session.send("a", new Leave());

    assertThat(session.document.snapshot().getParticipants())
        .singleElement()
        .satisfies(
            participant -> {
              assertThat(participant.getClientId()).isEqualTo("b");
              assertThat(participant.getRole()).isEqualTo(Role.VIEWER);
              assertThat(participant.getDisplayName()).isEqualTo("name of b");
            });
  }

  @Test
  void joinAndLeaveTakeNoNumberAwayFromAnEventThatIsSentAgain() throws Exception {
    session.join("a", Role.EDITOR);
    session.disc("a", "sun");
    CanvasLimits limits = CanvasLimits.defaults();
    Instant now = Instant.EPOCH;
    Document away = session.document.apply(new SketchEvent("s", "a", 2L, now, new Leave()), limits);
    Document again =
        away.apply(new SketchEvent("s", "a", 1L, now, new Join(Role.EDITOR, "A")), limits);

    assertThat(away.snapshot().getParticipants()).isEmpty();
    assertThat(again.snapshot().getParticipants()).hasSize(1);
    assertThat(again.clientSeqs()).containsEntry("a", 2L);
  }

  @Test
  void looksLikeComparesWhatIsSeenAndNothingElse() throws Exception {
    session.disc("a", "sun");
    Document before = session.document;
    SettingsChanged settings = new SettingsChanged();
    settings.setSeed(7L);
    session.send("b", settings);
    assertThat(session.document.looksLike(before)).isTrue();

    session.move("a", "sun", .1);
    assertThat(session.document.looksLike(before)).isFalse();

    session.move("a", "sun", 0);
    assertThat(session.document.looksLike(before)).isTrue();

    session.clear("a", 0xFF000000);
    assertThat(session.document.looksLike(before)).isFalse();
  }

  @Test
  void theStateBringsBackAllOfADocument() throws Exception {
    session.join("a", Role.EDITOR);
    session.disc("a", "sun");
    session.stroke("b", "sea", .1, .2);
    session.extend("b", "sea", .3);
    session.move("a", "sun", .2);
    session.remove("b", "sun");
    session.clear("a", 0xFF102030);
    session.undo("a");
    SettingsChanged settings = new SettingsChanged();
    settings.setPrompt("p");
    session.send("b", settings);

    Document restored = DocumentCodec.decode(DocumentCodec.encode(session.document));

    assertThat(restored.snapshot()).isEqualTo(session.document.snapshot());
    assertThat(restored.looksLike(session.document)).isTrue();
    session.document = restored;
    session.undo("b");
    assertThat(session.objectIds()).containsExactly("sun", "sea");
    session.undo("a");
    assertThat(session.shift("sun")).isZero();
    session.redo("a");
    assertThat(session.shift("sun")).isEqualTo(.2);
    session.redo("a");
    assertThat(session.objectIds()).containsExactly("sun");
    assertThat(session.document.snapshot().getBackground()).isEqualTo(0xFF102030);
  }
}
