package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one device call for frames of equal kind and advances each of them. A call that runs out of
 * the device's memory is split into halves, down to single frames; a frame that doesn't fit alone
 * is refused. Device thread only.
 */
public final class DeviceCall {
  private final Device device;
  private final String deviceName;
  private final PromptCache prompts;
  private final CallBudget budget;
  private final DeviceCallMeter meter;

  public DeviceCall(
      Device device,
      String deviceName,
      PromptCache prompts,
      CallBudget budget,
      DeviceCallMeter meter) {
    this.device = device;
    this.deviceName = deviceName;
    this.prompts = prompts;
    this.budget = budget;
    this.meter = meter;
  }

  /**
   * Returns the pictures of frames that are finished now. The others need another turn, except for
   * those that were refused, whose futures are failed.
   */
  public Map<Frame, Picture> run(List<Frame> frames) {
    try {
      Map<Frame, Picture> done = runWhole(frames);
      budget.fitted();
      return done;
    } catch (DeviceOutOfMemoryException e) {
      meter.outOfMemory();
      if (frames.size() == 1) {
        refuse(frames.get(0), e);
        return Map.of();
      }
      budget.exceeded(frames.stream().mapToLong(Frame::cost).sum());
      int half = frames.size() / 2;
      Map<Frame, Picture> done = new HashMap<>(run(frames.subList(0, half)));
      done.putAll(run(frames.subList(half, frames.size())));
      return done;
    }
  }

  private void refuse(Frame frame, DeviceOutOfMemoryException cause) {
    Scene scene = frame.request.scene();
    InvalidRequestException refusal =
        frame.stage() == Stage.TEXT
            ? new InvalidRequestException(
                "prompt",
                scene.prompt().length() + " characters",
                "a text that fits the memory of " + deviceName)
            : new InvalidRequestException(
                "size",
                scene.width() + "x" + scene.height(),
                "a picture that fits the memory of " + deviceName);
    refusal.initCause(cause);
    if (frame.future.completeExceptionally(refusal)) {
      meter.failed(1);
    }
  }

  private Map<Frame, Picture> runWhole(List<Frame> frames) {
    switch (frames.get(0).stage()) {
      case TEXT -> encodeText(frames);
      case ENCODE -> encodeImage(frames);
      case DENOISE -> denoise(frames);
      case DECODE -> {
        return decode(frames);
      }
      case DONE -> throw new IllegalStateException("a finished frame has no turn");
    }
    return Map.of();
  }

  private void encodeText(List<Frame> frames) {
    LoraMix mix = frames.get(0).textMix;
    List<EncoderTexts> wanted = frames.stream().flatMap(frame -> frame.prompts().stream()).toList();
    List<EncoderTexts> unknown =
        wanted.stream().distinct().filter(p -> !prompts.knows(mix, p)).toList();
    // Kept here too, because a small cache may evict one before it is used.
    Map<EncoderTexts, Embedding> embeddings = new HashMap<>();
    wanted.forEach(p -> prompts.all(mix, List.of(p)).ifPresent(e -> embeddings.put(p, e.get(0))));
    if (!unknown.isEmpty()) {
      List<Embedding> encoded = device.encodeTexts(frames.get(0).weights(), unknown);
      for (int i = 0; i < unknown.size(); i++) {
        embeddings.put(unknown.get(i), encoded.get(i));
        prompts.put(mix, unknown.get(i), encoded.get(i));
      }
    }
    for (Frame frame : frames) {
      frame.embedded(
          frame.prompts().stream().map(embeddings::get).toList(),
          device.emptyLatent(frame.request.scene().width(), frame.request.scene().height()));
    }
  }

  private void encodeImage(List<Frame> frames) {
    List<EncodedPicture> encoded = device.encodeImage(frames.stream().map(Frame::initial).toList());
    // Either all frames of a model have one, or none has.
    List<MaskedPicture> masked = frames.stream().flatMap(frame -> frame.masked().stream()).toList();
    List<EncodedPicture> seen = masked.isEmpty() ? List.of() : device.encodeMasked(masked);
    for (int i = 0; i < frames.size(); i++) {
      Optional<EncodedPicture> own = seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(i));
      frames.get(i).encoded(encoded.get(i), own);
    }
  }

  private void denoise(List<Frame> frames) {
    List<Row> rows = new ArrayList<>();
    frames.forEach(frame -> rows.addAll(frame.step()));
    List<Latent> outputs =
        frames.size() == 1
            ? predictAlone(frames.get(0).weights(), rows)
            : device.predict(frames.get(0).weights(), rows);
    int next = 0;
    for (Frame frame : frames) {
      int taken = frame.rows();
      frame.stepped(outputs.subList(next, next + taken));
      next += taken;
    }
  }

  /** Runs a guided frame's two rows in one call if they fit, else one by one. */
  private List<Latent> predictAlone(MixedWeights weights, List<Row> rows) {
    try {
      return device.predict(weights, rows);
    } catch (DeviceOutOfMemoryException e) {
      if (rows.size() == 1) {
        throw e;
      }
      meter.outOfMemory();
      return rows.stream().map(row -> device.predict(weights, List.of(row)).get(0)).toList();
    }
  }

  private Map<Frame, Picture> decode(List<Frame> frames) {
    List<Picture> pictures = device.decode(frames.stream().map(Frame::latent).toList());
    Map<Frame, Picture> done = new HashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).decoded();
      done.put(frames.get(i), pictures.get(i));
    }
    return done;
  }
}
