package inkflow.gateway.editing;

import static inkflow.gateway.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.Image;
import inkflow.Join;
import inkflow.Leave;
import inkflow.Notice;
import inkflow.ObjectAdded;
import inkflow.Participant;
import inkflow.Role;
import inkflow.SessionUpdate;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import inkflow.gateway.TestingClient;
import inkflow.gateway.TestingLog;
import inkflow.gateway.messages.RecordJson;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EditorSocketTest {
  private static final String DISC =
      """
      {"type":"event","clientSeq":1,"sentAt":1700000000000001,"event":{"ObjectAdded":
        {"objectId":"sun","z":1,"object":{"Shape":{"kind":"ELLIPSE","fill":-256,
         "points":[{"x":0.4,"y":0.4},{"x":0.6,"y":0.6}]}}}}}\
      """;
  private final Vertx vertx = Vertx.vertx();
  private TestingLog log = new TestingLog();
  private Gateway gateway;

  @BeforeEach
  void start() {
    gateway = Gateway.start(GatewayOptions.defaults().withPort(0), log, log);
  }

  @AfterEach
  void stop() {
    gateway.close();
    vertx.close();
  }

  private TestingClient editor(String query) throws Exception {
    return TestingClient.connect(vertx, gateway, "/ws/sessions/sea?" + query);
  }

  private List<Object> written(String clientId) {
    return log.events.stream()
        .filter(e -> e.getClientId().equals(clientId))
        .map(SketchEvent::getEvent)
        .toList();
  }

  @Test
  void connectingJoinsAndClosingLeaves() throws Exception {
    TestingClient ada = editor("client=ada&name=Ada");
    eventually(() -> assertThat(written("ada")).containsExactly(new Join(Role.EDITOR, "Ada")));
    ada.close();
    eventually(() -> assertThat(written("ada")).hasSize(2).last().isInstanceOf(Leave.class));
  }

  @Test
  void anEventIsWrittenAndAcknowledgedWithItsOffset() throws Exception {
    TestingClient ada = editor("client=ada");
    ada.send(DISC);
    eventually(() -> assertThat(ada.messages("ack")).hasSize(1));
    assertThat(ada.messages("ack").get(0).get("clientSeq").asLong()).isEqualTo(1);
    assertThat(ada.messages("ack").get(0).get("offset").asLong()).isEqualTo(1);
    SketchEvent event = log.events.get(1);
    assertThat(event.getSessionId()).isEqualTo("sea");
    assertThat(RecordJson.micros(event.getSentAt())).isEqualTo(1700000000000001L);
    Shape disc = (Shape) ((ObjectAdded) event.getEvent()).getObject();
    assertThat(disc.getFill()).isEqualTo(0xffffff00);
    assertThat(disc.getOutline()).isNull();
  }

  @Test
  void leaveTakesNoNumberSoThatALostEventCanBeSentAgain() throws Exception {
    TestingClient ada = editor("client=ada&seq=41");
    eventually(() -> assertThat(log.events).hasSize(1));
    assertThat(log.events.get(0).getClientSeq()).isEqualTo(41);
    ada.send(DISC.replace("\"clientSeq\":1", "\"clientSeq\":42"));
    eventually(() -> assertThat(log.events).hasSize(2));
    ada.close();
    eventually(() -> assertThat(log.events).hasSize(3));
    assertThat(log.events.get(2).getClientSeq()).isEqualTo(42);
  }

  @Test
  void anUnreadableMessageIsAnsweredToItsSenderAlone() throws Exception {
    TestingClient ada = editor("client=ada");
    TestingClient ben = editor("client=ben");
    ada.send(DISC.replace("0.4", "\"left\""));
    eventually(() -> assertThat(ada.messages("error")).hasSize(1));
    JsonNode error = ada.messages("error").get(0);
    assertThat(error.get("key").asText())
        .isEqualTo("message.event.ObjectAdded.object.Shape.points[0].x");
    assertThat(error.get("value").asText()).isEqualTo("\"left\"");
    assertThat(error.get("expected").asText()).isEqualTo("a number");
    assertThat(ben.messages("error")).isEmpty();
    ada.send(DISC);
    eventually(() -> assertThat(ada.messages("ack")).hasSize(1));
  }

  @Test
  void whatOthersDoIsRelayedAndOnesOwnIsNot() throws Exception {
    TestingClient ada = editor("client=ada");
    TestingClient ben = editor("client=ben");
    ada.send(DISC);
    eventually(
        () ->
            assertThat(ben.messages("event"))
                .anySatisfy(
                    m ->
                        assertThat(m.at("/event/ObjectAdded/object/Shape/kind").asText())
                            .isEqualTo("ELLIPSE")));
    assertThat(ada.messages("event"))
        .allSatisfy(m -> assertThat(m.get("clientId").asText()).isEqualTo("ben"));
  }

  @Test
  void onesOwnEventIsToldAtItsPlaceInTheLog() throws Exception {
    TestingClient ada = editor("client=ada");
    TestingClient ben = editor("client=ben");
    eventually(() -> assertThat(log.events).hasSize(2));
    ben.send(DISC);
    eventually(() -> assertThat(log.events).hasSize(3));
    ada.send(DISC.replace("sun", "moon"));
    eventually(() -> assertThat(ada.messages("logged")).hasSize(2));
    JsonNode logged = ada.messages("logged").get(1);
    assertThat(logged.get("offset").asLong()).isEqualTo(3);
    assertThat(logged.get("clientSeq").asLong()).isEqualTo(1);
    assertThat(logged.get("kind").asText()).isEqualTo("ObjectAdded");
    assertThat(ada.messages("logged").get(0).get("kind").asText()).isEqualTo("Join");
  }

  @Test
  void theSnapshotGoesToWhoJoinedOnce() throws Exception {
    TestingClient ada = editor("client=ada");
    eventually(() -> assertThat(log.events).hasSize(1));
    log.publish(snapshot(0, "ada"));
    eventually(() -> assertThat(ada.messages("snapshot")).hasSize(1));
    TestingClient ben = editor("client=ben");
    eventually(() -> assertThat(log.events).hasSize(2));
    log.publish(snapshot(1, "ben"));
    eventually(() -> assertThat(ben.messages("snapshot")).hasSize(1));
    assertThat(ben.messages("snapshot").get(0).at("/settings/prompt").asText()).isEqualTo("sea");
    assertThat(ada.messages("snapshot")).hasSize(1);
  }

  private static SessionUpdate snapshot(long offset, String clientId) {
    Snapshot snapshot =
        new Snapshot(
            0xff0000ff,
            List.of(),
            SettingsChanged.newBuilder().setPrompt("sea").build(),
            Map.of(),
            List.of(new Participant(clientId, Role.EDITOR, null)));
    return new SessionUpdate("sea", offset, snapshot);
  }

  @Test
  void aNoticeGoesToWhoseEventWasRefused() throws Exception {
    TestingClient ada = editor("client=ada");
    TestingClient ben = editor("client=ben");
    eventually(() -> assertThat(log.events).hasSize(2));
    log.publish(new SessionUpdate("sea", 1L, new Notice("ada", 9L, "object.unknown", "moon")));
    eventually(() -> assertThat(ada.messages("notice")).hasSize(1));
    assertThat(ada.messages("notice").get(0).get("clientSeq").asLong()).isEqualTo(9);
    assertThat(ben.messages("notice")).isEmpty();
    eventually(() -> assertThat(ben.messages("refused")).hasSize(1));
    JsonNode refused = ben.messages("refused").get(0);
    assertThat(refused.get("clientId").asText()).isEqualTo("ada");
    assertThat(refused.get("clientSeq").asLong()).isEqualTo(9);
    assertThat(refused.has("message")).isFalse();
  }

  @Test
  void imagesAndCameraPicturesComeAsBinaryMessages() throws Exception {
    TestingClient ada = editor("client=ada");
    ada.send(
        """
        {"type":"event","clientSeq":1,"event":{"ObjectAdded":{"objectId":"photo","object":{"Image":
        {"contentType":"image/png","x":0,"y":0,"width":1,"height":1}}}}}\
        """,
        new byte[] {1, 2, 3});
    ada.send(
        """
        {"type":"camera","frameNumber":5,"width":64,"height":64,"contentType":"image/jpeg"}\
        """,
        new byte[] {4, 5});
    eventually(() -> assertThat(log.cameraFrames).hasSize(1));
    assertThat(log.cameraFrames.get(0).getSourceId()).isEqualTo("ada");
    assertThat(log.cameraFrames.get(0).getBytes().remaining()).isEqualTo(2);
    eventually(() -> assertThat(written("ada")).hasSize(2));
    Image image = (Image) ((ObjectAdded) written("ada").get(1)).getObject();
    assertThat(image.getBytes().array()).containsExactly(1, 2, 3);
  }

  @Test
  void whenTheLogTakesNoWritesTheConnectionEndsSoThatTheClientSendsAgain() throws Exception {
    TestingClient ada = editor("client=ada");
    eventually(() -> assertThat(log.events).hasSize(1));
    log.refusesWrites = true;
    ada.send(DISC);
    eventually(() -> assertThat(ada.closeCode).isEqualTo((short) 1011));
  }

  @Test
  void aJoinThatFailsEndsTheConnectionSoThatTheClientJoinsAgain() throws Exception {
    log.refusesWrites = true;
    TestingClient ada = editor("client=ada");
    eventually(() -> assertThat(ada.closeCode).isEqualTo((short) 1011));
    log.refusesWrites = false;
    editor("client=ada");
    eventually(() -> assertThat(written("ada")).containsExactly(new Join(Role.EDITOR, null)));
  }

  @Test
  void anErrorNamesTheEventThatIsNotToBeSentAgain() throws Exception {
    TestingClient ada = editor("client=ada");
    ada.send(DISC.replace("0.4", "\"left\"").replace("\"clientSeq\":1", "\"clientSeq\":7"));
    eventually(() -> assertThat(ada.messages("error")).hasSize(1));
    assertThat(ada.messages("error").get(0).get("clientSeq").asLong()).isEqualTo(7);
  }

  @Test
  void aNumberThatWouldMuteItsClientForEverIsRefused() throws Exception {
    TestingClient ada = editor("client=ada&seq=41");
    for (String number : List.of("1000042", "9007199254740992", "-1")) {
      ada.send(DISC.replace("\"clientSeq\":1", "\"clientSeq\":" + number));
    }
    ada.send(DISC.replace("\"clientSeq\":1", "\"clientSeq\":1000041"));
    eventually(() -> assertThat(ada.messages("ack")).hasSize(1));
    assertThat(ada.messages("error"))
        .hasSize(3)
        .allSatisfy(
            error -> {
              assertThat(error.get("key").asText()).isEqualTo("message.clientSeq");
              assertThat(error.get("expected").asText()).isEqualTo("0 to 1000041");
            });
    assertThat(written("ada")).hasSize(2);
  }

  @Test
  void aMessageBeyondTheLimitEndsWith1009() throws Exception {
    TestingClient ada = editor("client=ada");
    ada.send(
        """
        {"type":"camera","frameNumber":5,"width":64,"height":64,"contentType":"image/jpeg"}\
        """,
        new byte[13 << 20]);
    eventually(() -> assertThat(ada.closeCode).isEqualTo((short) 1009));
  }

  /** The client sends long after the gateway has refused, so its kernel would get a reset. */
  @Test
  void aClientThatStillSendsHears1009Too() throws Exception {
    for (int i = 0; i < 5; i++) {
      TestingClient ada = editor("client=ada" + i);
      ada.send("{}", new byte[60 << 20]);
      eventually(() -> assertThat(ada.closeCode).isEqualTo((short) 1009));
    }
  }

  @Test
  void aMessageInPartsBeyondTheLimitEndsWith1009() throws Exception {
    TestingClient ada = editor("client=ada");
    ada.sendParts(new byte[8 << 20], new byte[8 << 20]);
    eventually(() -> assertThat(ada.closeCode).isEqualTo((short) 1009));
  }

  @Test
  void aSlowLogGetsTheNewestPictureOfACameraOnly() throws Exception {
    TestingClient ada = editor("client=ada");
    eventually(() -> assertThat(log.events).hasSize(1));
    CountDownLatch release = log.hold();
    for (int number = 1; number <= 50; number++) {
      ada.send(
          """
          {"type":"camera","frameNumber":%d,"width":64,"height":64,"contentType":"image/jpeg"}\
          """
              .formatted(number),
          new byte[100_000]);
    }
    ada.send("{\"type\":\"ping\",\"at\":1}");
    eventually(() -> assertThat(ada.messages("pong")).hasSize(1)); // All 50 were read.
    release.countDown();
    eventually(() -> assertThat(log.cameraFrames).hasSize(2));
    assertThat(log.cameraFrames).extracting(f -> f.getFrameNumber()).containsExactly(1L, 50L);
  }

  @Test
  void whenTheGatewayHasNoRoomNobodyIsReadAndNothingIsLost() throws Exception {
    gateway.close();
    log = new TestingLog();
    gateway =
        Gateway.start(GatewayOptions.defaults().withPort(0).withInwardBytes(24 << 20), log, log);
    TestingClient ada = editor("client=ada");
    TestingClient ben =
        TestingClient.connect(vertx, gateway, "/ws/sessions/lake?client=ben"); // Hears no images.
    eventually(() -> assertThat(log.events).hasSize(2));
    CountDownLatch release = log.hold();
    for (int seq = 1; seq <= 10; seq++) {
      ada.send(image(seq), new byte[3 << 20]);
      ben.send(image(seq), new byte[3 << 20]);
    }
    ada.send("{\"type\":\"ping\",\"at\":1}");
    Thread.sleep(500);
    assertThat(ada.messages("pong")).as("nobody reads on").isEmpty();
    release.countDown();
    eventually(() -> assertThat(ada.messages("ack")).hasSize(10));
    eventually(() -> assertThat(ben.messages("ack")).hasSize(10));
    eventually(() -> assertThat(ada.messages("pong")).hasSize(1));
    assertThat(ada.closeCode).isNull();
  }

  private static String image(int seq) {
    return """
    {"type":"event","clientSeq":%d,"event":{"ObjectAdded":{"objectId":"photo","object":{"Image":
    {"contentType":"image/png","x":0,"y":0,"width":1,"height":1}}}}}\
    """
        .formatted(seq);
  }
}
