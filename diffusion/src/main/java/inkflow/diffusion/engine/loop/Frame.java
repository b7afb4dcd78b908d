package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.CallMemory;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.engine.sampling.GuidancePasses;
import inkflow.diffusion.engine.sampling.PictureScaler;
import inkflow.diffusion.engine.sampling.Trajectory;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A request in progress, with its stage. Owned by the device thread from its first turn on; the
 * fields that the queue reads don't change while it waits.
 */
public final class Frame implements FairQueue.Entry {

  /**
   * What must be equal for frames to share a call; fields that a stage doesn't use have the same
   * value in all.
   */
  private record Kind(
      Stage stage, LoraMix mix, int width, int height, int tokens, List<String> controls) {

    static Kind of(Stage stage, LoraMix mix, int width, int height) {
      return new Kind(stage, mix, width, height, 0, List.of());
    }
  }

  final RenderRequest request;
  private final CallMemory memory;
  public final LoraMix mix;
  public final LoraMix textMix;
  public final FrameTimes times;
  public final CompletableFuture<RenderResult> future = new CompletableFuture<>();
  private final long number;
  private final Trajectory trajectory;
  private final GuidancePasses passes;
  private final FrameControls controls;
  private LoraMixCache.Hold hold;
  private Stage stage = Stage.TEXT;
  private List<Embedding> texts = List.of();
  private Latent latent;

  public Frame(
      long number,
      RenderRequest request,
      LoraMix mix,
      LoraMix textMix,
      GuidancePasses passes,
      Trajectory plan,
      CallMemory memory,
      FrameTimes times) {
    this.number = number;
    this.request = request;
    this.mix = mix;
    this.textMix = textMix;
    this.passes = passes;
    this.controls = new FrameControls(request);
    this.trajectory = plan;
    this.memory = memory;
    this.times = times;
  }

  @Override
  public String session() {
    return request.session();
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Object kind() {
    int width = request.scene().width();
    int height = request.scene().height();
    return switch (stage) {
      case TEXT, DONE -> Kind.of(stage, textMix, 0, 0);
      case ENCODE, DECODE -> Kind.of(stage, LoraMix.NONE, width, height);
      case DENOISE ->
          new Kind(
              stage,
              mix,
              width,
              height,
              texts.get(0).tokens(),
              controls.names(trajectory.stepsDone(), trajectory.steps()));
    };
  }

  @Override
  public int rows() {
    return stage == Stage.DENOISE ? texts.size() : 1;
  }

  @Override
  public long cost() {
    long pixels = (long) request.scene().width() * request.scene().height();
    return switch (stage) {
      case TEXT, DONE -> 0;
      case ENCODE -> memory.encode() * pixels;
      case DENOISE -> memory.predict() * pixels * rows();
      case DECODE -> memory.decode() * pixels;
    };
  }

  /**
   * Encoding and decoding pictures doesn't depend on the LoRA mix, so these stages are always
   * ready. A frame whose mix could not be made is never ready; {@link #whenMixed} reports it.
   */
  @Override
  public boolean ready() {
    return stage == Stage.ENCODE || stage == Stage.DECODE || isMixed();
  }

  private boolean isMixed() {
    return hold.weights().isDone() && !hold.weights().isCompletedExceptionally();
  }

  public Stage stage() {
    return stage;
  }

  /** Sets the hold on its LoRA mix; released when the frame is done or fails. */
  public void holds(LoraMixCache.Hold given) {
    hold = given;
    var unused = future.whenComplete((result, error) -> given.close());
  }

  /**
   * Calls {@code told} when its mix is ready, with null, or with the reason if it can't be made.
   */
  public void whenMixed(Consumer<Throwable> told) {
    var unused = hold.weights().whenComplete((weights, error) -> told.accept(error));
  }

  /** The weights of its mix; only once it is {@link #ready}. */
  MixedWeights weights() {
    return hold.weights().join();
  }

  /** The texts to encode. */
  public List<EncoderTexts> prompts() {
    return passes.prompts(request);
  }

  /** Ends {@link Stage#TEXT} with an embedding for each of {@link #prompts()}. */
  public void embedded(List<Embedding> embeddings, Latent empty) {
    texts = Embedding.ofOneLength(passes.texts(request, embeddings));
    if (trajectory.needsPicture()) {
      stage = Stage.ENCODE;
    } else {
      begin(empty);
    }
  }

  /** Ends {@link Stage#ENCODE}. */
  void encoded(EncodedPicture picture, Optional<EncodedPicture> masked) {
    begin(trajectory.draw(picture));
    masked.ifPresent(trajectory::masked);
  }

  /** The initial picture, scaled to the frame's size. */
  Picture initial() {
    return PictureScaler.scale(
        request.scene().initial().orElseThrow(), request.scene().width(), request.scene().height());
  }

  /** The initial picture with its masked part, for a UNet for inpainting; empty for other UNets. */
  Optional<MaskedPicture> masked() {
    return trajectory.hidden().map(mask -> new MaskedPicture(initial(), mask));
  }

  private void begin(Latent initial) {
    latent = trajectory.start(initial);
    stage = Stage.DENOISE;
  }

  /** The rows of the next step; {@link #rows()} many. */
  List<Row> step() {
    List<RowControl> seen = controls.rows(trajectory.stepsDone(), trajectory.steps());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean negative = texts.size() > 1 && i == 0;
      rows.add(
          row(texts.get(i), negative ? seen.stream().map(RowControl::negative).toList() : seen));
    }
    return rows;
  }

  private Row row(Embedding text, List<RowControl> seen) {
    return new Row(
        trajectory.input(latent),
        trajectory.timestep(),
        text,
        request.scene().conditioning(),
        request.sampling().guidanceScale(),
        seen);
  }

  /** Ends a step with the UNet's output for {@link #step()}. */
  void stepped(List<Latent> outputs) {
    latent = trajectory.step(latent, guided(outputs));
    if (trajectory.done()) {
      stage = Stage.DECODE;
    }
  }

  private Latent guided(List<Latent> outputs) {
    Latent first = outputs.get(0);
    return outputs.size() == 1
        ? first
        : first.with(
            Guidance.combine(
                first.values(), outputs.get(1).values(), request.sampling().guidanceScale()));
  }

  Latent latent() {
    return latent;
  }

  /** Ends {@link Stage#DECODE}. */
  void decoded() {
    stage = Stage.DONE;
  }

  public void complete(Picture picture) {
    future.complete(times.result(picture));
  }
}
