package inkflow.gateway;

import inkflow.GeneratedFrame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Generated frames with given numbers and bytes of any size. */
public final class TestingFrames {
  private TestingFrames() {}

  public static GeneratedFrame frame(String sessionId, long number, int size) {
    return frame(sessionId, number, new byte[size], "image/jpeg", Map.of(), number);
  }

  public static GeneratedFrame frame(
      String sessionId,
      long number,
      byte[] bytes,
      String contentType,
      Map<String, Long> clientSeqs,
      long canvasOffset) {
    Instant now = Instant.now();
    return GeneratedFrame.newBuilder()
        .setSessionId(sessionId)
        .setFrameNumber(number)
        .setCanvasOffset(canvasOffset)
        .setClientSeqs(clientSeqs)
        .setPrompt("the sun over the sea")
        .setSeed(7)
        .setSteps(2)
        .setStrength(0.6)
        .setGuidanceScale(1)
        .setModel("inkling")
        .setLoras(List.of())
        .setWidth(128)
        .setHeight(128)
        .setContentType(contentType)
        .setBytes(ByteBuffer.wrap(bytes))
        .setReceivedAt(now)
        .setStartedAt(now)
        .setRenderedAt(now)
        .setQueueMicros(0)
        .setTextMicros(0)
        .setEncodeMicros(0)
        .setDenoiseMicros(0)
        .setDecodeMicros(0)
        .setImageMicros(0)
        .setBatchRows(1)
        .build();
  }
}
