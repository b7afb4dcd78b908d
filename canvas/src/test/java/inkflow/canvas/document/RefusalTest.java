package inkflow.canvas.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import inkflow.Image;
import inkflow.Join;
import inkflow.Leave;
import inkflow.LoraWeight;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Role;
import inkflow.SettingsChanged;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.Stroke;
import inkflow.StrokeExtended;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.canvas.rules.TestingImages;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalTest {
  private static final CanvasLimits LIMITS = CanvasLimits.defaults();
  private final TestingSession session = new TestingSession();

  @Test
  void aRefusedEventCountsAsSeenAndChangesNothingElse() throws Exception {
    session.disc("a", "sun");
    Document before = session.document;
    SketchEvent event = session.event("b", new ObjectRemoved("moon"));
    assertThatThrownBy(() -> before.apply(event, LIMITS)).isInstanceOf(RefusedEventException.class);

    Document seen = before.seen(event, LIMITS);

    assertThat(seen.looksLike(before)).isTrue();
    assertThat(seen.clientSeqs()).containsEntry("b", 1L);
    assertThat(seen.apply(event, LIMITS)).isSameAs(seen);
  }

  @Test
  void anUnknownObjectIsNamed() {
    for (Object event :
        List.of(
            new ObjectRemoved("moon"),
            TestingSession.moved("moon", 1),
            new StrokeExtended("moon", TestingSession.points(.1)))) {
      assertRefused(event, "object.unknown", "objectId: moon (expected: an object on the canvas)");
    }
  }

  @Test
  void anIdIsNotUsedTwiceAndAShapeDoesNotGrow() throws Exception {
    session.disc("a", "sun");
    assertRefused(
        new ObjectAdded("sun", 0.0, TestingSession.shape(ShapeKind.LINE, 0, 0, 1, 1)),
        "object.exists",
        "objectId: sun (expected: an id that is not on the canvas)");
    assertRefused(
        new StrokeExtended("sun", TestingSession.points(.1)),
        "object.no-stroke",
        "objectId: sun (expected: the id of a stroke)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void noNumberMayBeOtherThanFinite(double bad) throws Exception {
    session.stroke("a", "sea", .1);
    session.disc("a", "sun");
    assertCode(stroke(bad, 1, .5), "stroke.not-finite");
    assertCode(stroke(.1, bad, .5), "stroke.not-finite");
    assertCode(stroke(.1, 1, bad), "stroke.not-finite");
    assertCode(new StrokeExtended("sea", TestingSession.points(.1, bad)), "stroke.not-finite");
    assertCode(added(TestingSession.shape(ShapeKind.LINE, 0, bad, 1, 1)), "shape.not-finite");
    assertCode(added(new Text("hi", bad, 0.0, .1, 0, null)), "text.not-finite");
    assertCode(added(image(TestingImages.png(2, 2), "image/png", bad)), "image.not-finite");
    assertCode(
        new ObjectAdded("x", bad, TestingSession.shape(ShapeKind.LINE, 0, 0, 1, 1)),
        "object.not-finite");
    assertCode(TestingSession.moved("sun", bad), "object.not-finite");
    assertCode(new ObjectChanged("sun", null, null, null, null, bad), "object.not-finite");
    assertCode(settings(s -> s.setStrength(bad)), "settings.strength");
    assertCode(settings(s -> s.setGuidanceScale(bad)), "settings.guidanceScale");
    assertCode(settings(s -> s.setFeedback(bad)), "settings.feedback");
    assertCode(settings(s -> s.setMaxFps(bad)), "settings.maxFps");
    assertCode(
        settings(s -> s.setLoras(List.of(new LoraWeight("n", bad)))), "settings.loras.scale");
  }

  @Test
  void aTransformHasSixNumbersOfSaneSize() throws Exception {
    session.disc("a", "sun");
    assertRefused(
        new ObjectChanged("sun", List.of(1., 0., 0.), null, null, null, null),
        "object.transform",
        "transform: 3 numbers (expected: 6 numbers)");
    assertCode(TestingSession.moved("sun", 1e9), "object.out-of-range");
  }

  @Test
  void anObjectIsNotGivenWhatItsKindHasNot() throws Exception {
    session.stroke("a", "sea", .1);
    assertCode(new ObjectChanged("sea", null, null, null, 7, null), "object.outline");
    session.send("a", added(image(TestingImages.png(2, 2), "image/png", 0)));
    assertCode(TestingSession.recoloured("new", 7), "object.fill");
  }

  @Test
  void aStrokeBeginsWithAPointAndNothingLiesBeyondAllBounds() {
    assertRefused(
        added(new Stroke(0, .1, 1.0, false, List.of())),
        "stroke.points",
        "points: 0 (expected: at least 1)");
    assertRefused(
        new ObjectAdded("x", 1e308, TestingSession.shape(ShapeKind.LINE, 0, 0, 1, 1)),
        "object.out-of-range",
        "z: 1.0E308 (expected: at most 10000.0 either way)");
  }

  @Test
  void aShapeHasThePointsOfItsKind() {
    assertRefused(
        added(TestingSession.shape(ShapeKind.ELLIPSE, 0, 0)),
        "shape.points",
        "points: 1 (expected: 2 for ELLIPSE)");
    assertRefused(
        added(TestingSession.shape(ShapeKind.STAR, 0, 0, 1, 1)),
        "shape.points",
        "points: 2 (expected: at least 3 for STAR)");
  }

  @Test
  void anImageOfFiftyMegabytesIsTooLarge() {
    assertRefused(
        added(image(ByteBuffer.allocate(50 << 20), "image/png", 0)),
        "image.too-large",
        "bytes: 52428800 (expected: at most 8388608)");
  }

  @Test
  void anImageMustBeAFileOfItsType() {
    ByteBuffer png = TestingImages.png(4, 4);
    assertCode(added(image(png, "image/gif", 0)), "image.content-type");
    assertCode(added(image(png, "image/jpeg", 0)), "image.unreadable");
    assertCode(added(image(ByteBuffer.wrap(new byte[100]), "image/png", 0)), "image.unreadable");
    assertCode(added(image(ByteBuffer.wrap(new byte[100]), "image/webp", 0)), "image.unreadable");
    assertCode(added(image(ByteBuffer.allocate(0), "image/jpeg", 0)), "image.unreadable");
  }

  @Test
  void aSmallFileThatPromisesManyPixelsIsRefusedByItsHeader() {
    ByteBuffer bomb = TestingImages.png(4, 4);
    bomb.putInt(16, 60_000).putInt(20, 60_000);
    assertCode(added(image(bomb, "image/png", 0)), "image.too-many-pixels");
  }

  @Test
  void textAndNamesHaveALength() {
    assertCode(added(new Text("x".repeat(2_001), 0.0, 0.0, .1, 0, null)), "text.too-long");
    assertCode(added(new Text("x", 0.0, 0.0, .1, 0, "f".repeat(257))), "name.too-long");
    assertCode(new Join(Role.EDITOR, "n".repeat(257)), "name.too-long");
    assertCode(settings(s -> s.setPrompt("p".repeat(4_001))), "settings.prompt");
  }

  @Test
  void settingsHaveRanges() {
    assertRefused(
        settings(s -> s.setStrength(1.4)),
        "settings.strength",
        "strength: 1.4 (expected: > 0 and <= 1)");
    assertCode(settings(s -> s.setStrength(0.0)), "settings.strength");
    assertCode(settings(s -> s.setSteps(0)), "settings.steps");
    assertCode(settings(s -> s.setSteps(51)), "settings.steps");
    assertCode(settings(s -> s.setWidth(500)), "settings.width");
    assertCode(settings(s -> s.setHeight(1 << 20)), "settings.height");
    assertCode(settings(s -> s.setCameraMix(1.1)), "settings.cameraMix");
    assertCode(settings(s -> s.setFollow(2.1)), "settings.follow");
    assertCode(settings(s -> s.setSimilarityThreshold(-.1)), "settings.similarityThreshold");
    LoraWeight lora = new LoraWeight("neon", 1.0);
    assertCode(settings(s -> s.setLoras(Collections.nCopies(17, lora))), "settings.loras");
  }

  @Test
  void aCanvasHoldsOnlySoMuch() throws Exception {
    CanvasLimits limits = LIMITS.withObjects(1).withPoints(2);
    Document one = Document.empty().apply(session.event("a", stroke(.1, 1, .5)), limits);
    assertThat(
            refusal(
                one,
                session.event(
                    "a", new ObjectAdded("more", 0.0, new Text("x", 0.0, 0.0, .1, 0, null))),
                limits))
        .isEqualTo("canvas.too-many-objects");
    SketchEvent longer =
        session.event("a", new StrokeExtended("new", TestingSession.points(.1, .2)));
    assertThat(refusal(one, longer, limits)).isEqualTo("canvas.too-many-points");
  }

  @Test
  void aFullRollMakesRoomForANewClientByForgettingOneThatLeft() throws Exception {
    CanvasLimits two = LIMITS.withClients(2);
    TestingSession small = new TestingSession(two);
    small.join("a", Role.EDITOR);
    small.join("b", Role.EDITOR);
    SketchEvent third = small.event("c", new Join(Role.EDITOR, null));
    assertThat(refusal(small.document, third, two)).isEqualTo("client.too-many");
    assertThat(small.document.seen(third, two)).isSameAs(small.document);

    small.send("b", new Leave());
    Document document = small.document.apply(third, two);

    assertThat(document.clientSeqs()).containsOnlyKeys("a", "c");
  }

  @Test
  void aViewerChangesNothing() throws Exception {
    session.join("a", Role.VIEWER);
    assertCode(stroke(.1, 1, .5), "client.viewer");
    assertCode(settings(s -> s.setSeed(1L)), "client.viewer");
  }

  private static ObjectAdded stroke(double x, double pressure, double width) {
    return added(new Stroke(0, width, 1.0, false, List.of(new StrokePoint(x, .5, pressure))));
  }

  private static ObjectAdded added(Object object) {
    return new ObjectAdded("new", 0.0, object);
  }

  private static Image image(ByteBuffer bytes, String contentType, double x) {
    return new Image(contentType, bytes, x, 0.0, .5, .5);
  }

  private static SettingsChanged settings(Consumer<SettingsChanged> set) {
    SettingsChanged settings = new SettingsChanged();
    set.accept(settings);
    return settings;
  }

  private void assertCode(Object what, String code) {
    assertThat(refusal(session.document, session.event("a", what), LIMITS)).isEqualTo(code);
  }

  private void assertRefused(Object what, String code, String message) {
    SketchEvent event = session.event("a", what);
    assertThatThrownBy(() -> session.document.apply(event, LIMITS)).hasMessage(message);
    assertThat(refusal(session.document, event, LIMITS)).isEqualTo(code);
  }

  private static String refusal(Document document, SketchEvent event, CanvasLimits limits) {
    return catchThrowableOfType(RefusedEventException.class, () -> document.apply(event, limits))
        .code();
  }
}
