package inkflow.operators;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.LoraWeight;
import inkflow.diffusion.RenderResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compresses a finished picture and writes down all it was made from. Any thread. */
final class FrameAssembler {
  private final FrameEncoder encoder;
  private final String model;

  FrameAssembler(FrameEncoder encoder, String model) {
    this.encoder = encoder;
    this.model = model;
  }

  /**
   * @param drawNanos that drawing the canvas took
   */
  GeneratedFrame assemble(RenderJob job, RenderResult result, long drawNanos) {
    long start = System.nanoTime();
    byte[] bytes = encoder.encode(result.picture());
    long imageNanos = drawNanos + System.nanoTime() - start;
    SessionState state = job.state();
    RenderSettings settings = job.settings();
    return GeneratedFrame.newBuilder()
        .setSessionId(job.session())
        .setFrameNumber(job.number())
        .setCanvasOffset(state.canvasOffset())
        .setClientSeqs(state.document().clientSeqs())
        .setCameraFrameNumber(state.camera().map(CameraFrame::getFrameNumber).orElse(null))
        .setPrompt(settings.prompt())
        .setSeed(settings.seed())
        .setSteps(settings.steps())
        .setStrength(settings.strength())
        .setGuidanceScale(settings.guidanceScale())
        .setModel(model)
        .setLoras(mix(settings))
        .setWidth(result.picture().width())
        .setHeight(result.picture().height())
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
        .setFollow(settings.follow())
        .build();
  }

  private static List<LoraWeight> mix(RenderSettings settings) {
    return settings.loras().stream()
        .filter(lora -> lora.scale() != 0)
        .map(lora -> new LoraWeight(lora.name(), lora.scale()))
        .toList();
  }
}
