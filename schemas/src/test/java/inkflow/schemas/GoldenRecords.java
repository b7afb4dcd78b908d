package inkflow.schemas;

import inkflow.CameraFrame;
import inkflow.Cleared;
import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.Image;
import inkflow.Join;
import inkflow.Leave;
import inkflow.LoraWeight;
import inkflow.Notice;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Participant;
import inkflow.PlacedObject;
import inkflow.Point;
import inkflow.Redone;
import inkflow.Role;
import inkflow.SessionUpdate;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import inkflow.Stroke;
import inkflow.StrokeExtended;
import inkflow.StrokePoint;
import inkflow.Style;
import inkflow.Text;
import inkflow.Undone;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** One record of each kind, by the name of its golden file. */
final class GoldenRecords {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final List<StrokePoint> HOOK =
      List.of(new StrokePoint(.25, .5, 1.0), new StrokePoint(.5, .75, .125));

  private GoldenRecords() {}

  static Map<String, SpecificRecordBase> all() {
    Map<String, SpecificRecordBase> all = new LinkedHashMap<>();
    events().forEach((name, event) -> all.put("SketchEvent-" + name, sent(event)));
    all.put("CameraFrame", cameraFrame());
    all.put("GeneratedFrame", generatedFrame());
    all.put("SessionUpdate-Snapshot", new SessionUpdate("session-1", 41L, snapshot()));
    all.put(
        "SessionUpdate-Notice",
        new SessionUpdate(
            "session-1",
            41L,
            new Notice(
                "pen-1",
                8L,
                "object.unknown",
                "objectId: moon (expected: an object on the canvas)")));
    all.put("EngineCapabilities", capabilities());
    return all;
  }

  private static EngineCapabilities capabilities() {
    return EngineCapabilities.newBuilder()
        .setJob("inkflow")
        .setStartedAt(NOON)
        .setModel("inkling")
        .setFamily("sd15")
        .setDevice("cuda:0")
        .setSide(256)
        .setLargestSide(1024)
        .setStyles(List.of(new Style("neon", null), new Style("ink", "ink drawing")))
        .setControls(List.of("sketch"))
        .setFollows(true)
        .setSteps(2)
        .setMostSteps(50)
        .setGuidanceScale(1)
        .build();
  }

  private static Map<String, Object> events() {
    Map<String, Object> events = new LinkedHashMap<>();
    events.put("Join", new Join(Role.EDITOR, "Ada"));
    events.put("Leave", new Leave());
    events.put("SettingsChanged", settings());
    events.put(
        "ObjectAdded-Stroke",
        new ObjectAdded("sea", 0.0, new Stroke(0xFF2040C0, .05, .75, false, HOOK)));
    events.put("ObjectAdded-Shape", sun());
    events.put(
        "ObjectAdded-Image",
        new ObjectAdded("photo", 0.0, new Image("image/png", bytes(), 0.0, .25, .5, .125)));
    events.put(
        "ObjectAdded-Text",
        new ObjectAdded("word", 2.0, new Text("Meer ☀", .1, .2, .05, 0xFF000000, "Serif")));
    events.put("StrokeExtended", new StrokeExtended("sea", HOOK));
    events.put(
        "ObjectChanged",
        new ObjectChanged("sun", List.of(1., 0., .125, 0., 1., -.25), null, 0xFFFFD23C, null, .5));
    events.put("ObjectRemoved", new ObjectRemoved("sun"));
    events.put("Cleared", new Cleared(0xFFFFFFFF));
    events.put("Undone", new Undone());
    events.put("Redone", new Redone());
    return events;
  }

  private static SketchEvent sent(Object event) {
    return new SketchEvent("session-1", "pen-1", 7L, NOON, event);
  }

  private static ObjectAdded sun() {
    Shape disc =
        new Shape(
            ShapeKind.ELLIPSE,
            0xFFFFD23C,
            0xFF000000,
            .01,
            List.of(new Point(.25, .25), new Point(.5, .5)));
    return new ObjectAdded("sun", 1.0, disc);
  }

  private static SettingsChanged settings() {
    SettingsChanged settings = new SettingsChanged();
    settings.setPrompt("the sun over the sea");
    settings.setSeed(42L);
    settings.setSteps(4);
    settings.setStrength(.625);
    settings.setLoras(List.of(new LoraWeight("neon", .5)));
    settings.setWidth(512);
    settings.setHeight(512);
    return settings;
  }

  private static CameraFrame cameraFrame() {
    return new CameraFrame("session-1", "webcam", 3L, NOON, 640, 480, "image/jpeg", bytes());
  }

  private static GeneratedFrame generatedFrame() {
    return GeneratedFrame.newBuilder()
        .setSessionId("session-1")
        .setFrameNumber(12)
        .setCanvasOffset(41)
        .setClientSeqs(Map.of("pen-1", 7L))
        .setCameraFrameNumber(3L)
        .setPrompt("the sun over the sea")
        .setSeed(42)
        .setSteps(4)
        .setStrength(.625)
        .setGuidanceScale(1)
        .setModel("inkling")
        .setLoras(List.of(new LoraWeight("neon", .5)))
        .setWidth(512)
        .setHeight(512)
        .setContentType("image/jpeg")
        .setBytes(bytes())
        .setReceivedAt(NOON)
        .setStartedAt(NOON.plusNanos(2_000_000))
        .setRenderedAt(NOON.plusNanos(90_000_000))
        .setQueueMicros(1_500)
        .setTextMicros(0)
        .setEncodeMicros(4_000)
        .setDenoiseMicros(70_000)
        .setDecodeMicros(9_000)
        .setImageMicros(2_500)
        .setBatchRows(1.5)
        .build();
  }

  private static Snapshot snapshot() {
    return new Snapshot(
        0xFFFFFFFF,
        List.of(new PlacedObject("pen-1", sun(), List.of(1., 0., .125, 0., 1., 0.), .5)),
        settings(),
        Map.of("pen-1", 7L),
        List.of(new Participant("pen-1", Role.EDITOR, "Ada")));
  }

  private static ByteBuffer bytes() {
    return ByteBuffer.wrap(new byte[] {1, 2, 3, -1});
  }
}
