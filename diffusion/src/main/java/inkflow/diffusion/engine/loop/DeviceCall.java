package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.request.Picture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one device call for frames of equal kind and advances each of them. Device thread only. */
public final class DeviceCall {
  private final Device device;
  private final PromptCache prompts;

  public DeviceCall(Device device, PromptCache prompts) {
    this.device = device;
    this.prompts = prompts;
  }

  /** Returns the pictures of frames that are finished now; the others need another turn. */
  public Map<Frame, Picture> run(List<Frame> frames) {
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
    List<String> wanted = frames.stream().flatMap(frame -> frame.prompts().stream()).toList();
    List<String> unknown = wanted.stream().distinct().filter(p -> !prompts.knows(mix, p)).toList();
    // Kept here too, because a small cache may evict one before it is used.
    Map<String, Embedding> embeddings = new HashMap<>();
    wanted.forEach(p -> prompts.all(mix, List.of(p)).ifPresent(e -> embeddings.put(p, e.get(0))));
    if (!unknown.isEmpty()) {
      List<Embedding> encoded = device.encodeText(frames.get(0).weights(), unknown);
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
    List<Latent> outputs = device.predict(frames.get(0).weights(), rows);
    int next = 0;
    for (Frame frame : frames) {
      int taken = frame.rows();
      frame.stepped(outputs.subList(next, next + taken));
      next += taken;
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
