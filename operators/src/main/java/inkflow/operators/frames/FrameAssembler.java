package inkflow.operators.frames;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.diffusion.request.RenderResult;
import inkflow.operators.SessionState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Makes a frame: the compressed picture, and the settings and events it was made from. Any thread.
 */
public final class FrameAssembler {
  private final FrameEncoder encoder;

  public FrameAssembler(FrameEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * @param drawNanos time that drawing the canvas took, nanoseconds
   */
  GeneratedFrame assemble(RenderJob job, RenderResult result, long drawNanos) {
    long start = System.nanoTime();
    byte[] bytes = encoder.encode(result.picture());
    long imageNanos = drawNanos + System.nanoTime() - start;
    SessionState state = job.state();
    GeneratedFrame settings = new GeneratedFrame();
    job.settings().describe(settings);
    return GeneratedFrame.newBuilder(settings)
        .setSessionId(job.session())
        .setFrameNumber(job.number())
        .setCanvasOffset(state.canvasOffset())
        .setClientSeqs(state.document().clientSeqs())
        .setCameraFrameNumber(state.camera().map(CameraFrame::getFrameNumber).orElse(null))
        .setContentType(encoder.contentType())
        .setBytes(ByteBuffer.wrap(bytes))
        .setReceivedAt(Instant.EPOCH.plus(state.receivedAt(), ChronoUnit.MICROS))
        .setStartedAt(result.startedAt())
        .setRenderedAt(result.renderedAt())
        .setQueueMicros(result.queueMicros())
        .setTextMicros(result.textMicros())
        .setEncodeMicros(result.encodeMicros())
        .setDenoiseMicros(result.denoiseMicros())
        .setDecodeMicros(result.decodeMicros())
        .setImageMicros(TimeUnit.NANOSECONDS.toMicros(imageNanos))
        .setBatchRows(result.batchRows())
        .build();
  }
}
