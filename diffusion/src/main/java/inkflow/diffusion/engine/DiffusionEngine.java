package inkflow.diffusion.engine;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.EngineMetrics;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.QueueFullException;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceLostException;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.loop.CallBudget;
import inkflow.diffusion.engine.loop.DeviceCall;
import inkflow.diffusion.engine.loop.DeviceCallMeter;
import inkflow.diffusion.engine.loop.FairQueue;
import inkflow.diffusion.engine.loop.Frame;
import inkflow.diffusion.engine.loop.FrameTimes;
import inkflow.diffusion.engine.loop.LoraMixCache;
import inkflow.diffusion.engine.loop.PromptCache;
import inkflow.diffusion.engine.loop.Stage;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.workers.Progress;
import inkflow.workers.Restarts;
import inkflow.workers.Work;
import inkflow.workers.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batch loop on one device. A row is one denoising step of one frame. In each turn the device
 * thread takes rows that can share a call, in {@link FairQueue}'s order, makes one device call and
 * advances each frame. So frames can join and leave at any step, and no frame waits until a batch
 * is finished. Text encoding, picture encoding and decoding are turns too. Weights for LoRA mixes
 * are made on another thread, see {@link LoraMixCache}.
 */
public final class DiffusionEngine implements RenderEngine {
  private static final Logger LOG = LoggerFactory.getLogger(DiffusionEngine.class);

  private final EngineParts parts;
  private final FairQueue<Frame> queue;
  private final PromptCache prompts;
  private final DeviceCallMeter meter;
  private final Worker worker;
  private final AtomicLong requests = new AtomicLong();
  private final CompletableFuture<Opened> opened = new CompletableFuture<>();
  private volatile EngineFailedException failure;

  /** The frames taken from the queue for the current turn. Device thread only. */
  private List<Frame> onDevice = List.of();

  private record Opened(Device device, LoraMixCache mixes) {}

  private DiffusionEngine(EngineParts parts) {
    this.parts = parts;
    this.queue = new FairQueue<>(option(EngineOption.QUEUED_REQUESTS));
    this.prompts = new PromptCache(option(EngineOption.CACHED_PROMPTS));
    this.meter = new DeviceCallMeter(queue);
    this.worker = new Worker("engine-" + option(EngineOption.DEVICE), Restarts.never(), new Loop());
  }

  /**
   * Loads a model and renders one picture to warm up, so that the first request is as fast as later
   * ones.
   *
   * @return when it is ready; the caller closes it
   * @throws inkflow.diffusion.weights.file.InvalidModelException when the model can't be read
   */
  public static DiffusionEngine open(EngineOptions options) {
    return start(EngineParts.of(options));
  }

  private <T> T option(EngineOption<T> option) {
    return parts.options().get(option);
  }

  /** Opens the device on its thread and waits until it is ready. */
  static DiffusionEngine start(EngineParts parts) {
    DiffusionEngine engine = new DiffusionEngine(parts);
    engine.worker.start();
    try {
      engine.opened.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return engine;
  }

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    try {
      Frame frame = plan(request);
      frame.holds(opened.join().mixes().hold(frame.mix));
      add(frame);
      // A frame whose future is cancelled or failed need not wait any longer. A finished one is no
      // longer in the queue.
      var unused = frame.future.whenComplete((result, error) -> queue.remove(frame));
      return frame.future;
    } catch (EngineClosedException e) {
      return CompletableFuture.failedFuture(failure != null ? failure : e);
    } catch (InvalidRequestException | QueueFullException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void add(Frame frame) {
    try {
      queue.add(frame);
    } catch (EngineClosedException | QueueFullException e) {
      frame.future.completeExceptionally(e);
      throw e;
    }
    frame.whenMixed(
        error -> {
          if (error == null) {
            queue.wake();
          } else {
            mixFailed(frame, error);
          }
        });
  }

  private void mixFailed(Frame frame, Throwable error) {
    if (error instanceof DeviceOutOfMemoryException) {
      mixFailed(
          frame,
          new InvalidRequestException(
              "loras",
              frame.mix.scales().stream().map(LoraScale::name).toList(),
              "a mix that fits the memory of " + option(EngineOption.DEVICE)));
    } else if (error instanceof DeviceLostException || error instanceof Error) {
      giveUp(List.of(frame), error);
    } else if (frame.future.completeExceptionally(error)) {
      meter.failed(1);
    }
  }

  private Frame plan(RenderRequest request) {
    parts.controls().require(request.scene().controls());
    LoraMix mix = parts.loras().mix(request.sampling().loras());
    Frame frame =
        new Frame(
            requests.incrementAndGet(),
            request,
            mix,
            parts.loras().textPart(mix),
            parts.passes(),
            parts.sampler().plan(request),
            opened.join().device().memory(),
            new FrameTimes(parts.clock()));
    prompts
        .all(frame.textMix, frame.prompts())
        .ifPresentOrElse(
            known ->
                frame.embedded(
                    known,
                    opened
                        .join()
                        .device()
                        .emptyLatent(request.scene().width(), request.scene().height())),
            () -> parts.promptLimit().require(request));
    return frame;
  }

  @Override
  public void check(RenderRequest request) {
    parts.controls().require(request.scene().controls());
    parts.loras().mix(request.sampling().loras());
    parts.promptLimit().require(request);
    parts.sampler().plan(request);
  }

  @Override
  public boolean failed() {
    return failure != null;
  }

  @Override
  public ModelInfo model() {
    return parts.model();
  }

  @Override
  public EngineMetrics metrics() {
    return meter;
  }

  @Override
  public void close() {
    fail(queue.close(), new EngineClosedException());
    worker.close();
  }

  /** The device thread's work. It is never restarted: whoever holds the engine opens a new one. */
  private final class Loop implements Work {
    @Override
    public void run(Progress progress) throws Exception {
      open(progress);
    }

    /** Does nothing: closing the queue ends the loop, and a device call is not interrupted. */
    @Override
    public void wake(Thread thread) {}

    @Override
    public void failed(Throwable cause) {
      Throwable told = cause instanceof CompletionException ? cause.getCause() : cause;
      if (!opened.completeExceptionally(told) && failure == null) {
        giveUp(List.of(), told);
      }
    }
  }

  private void open(Progress progress) throws Exception {
    LoraMix usual = parts.loras().mix(List.of());
    String mixer = "engine-mix-" + option(EngineOption.DEVICE);
    try (Device device = parts.opener().call();
        LoraMixCache mixes =
            new LoraMixCache(device::mix, usual, option(EngineOption.LORA_BYTES), mixer)) {
      parts.warmUp().accept(device, mixes.hold(usual).weights().join());
      opened.complete(new Opened(device, mixes));
      progress.working();
      try {
        CallBudget budget = new CallBudget(device.memory());
        loop(
            new DeviceCall(device, option(EngineOption.DEVICE), prompts, budget, meter),
            budget,
            mixes);
      } catch (RuntimeException | Error e) {
        giveUp(
            onDevice,
            e); // Fail the waiting requests before the memory is freed, which may take long.
        throw e;
      }
    }
  }

  private void loop(DeviceCall turn, CallBudget budget, LoraMixCache mixes) {
    onDevice = queue.take(option(EngineOption.BATCH_ROWS), budget.bytes());
    while (!onDevice.isEmpty()) {
      List<Frame> wanted = onDevice.stream().filter(frame -> !frame.future.isDone()).toList();
      List<Frame> unfinished = wanted.isEmpty() ? wanted : turn(turn, wanted);
      fail(queue.endTurn(unfinished), failure != null ? failure : new EngineClosedException());
      onDevice = List.of();
      mixes.freeDropped();
      onDevice = queue.take(option(EngineOption.BATCH_ROWS), budget.bytes());
    }
  }

  /** Runs one turn; returns the frames that need another. */
  private List<Frame> turn(DeviceCall turn, List<Frame> frames) {
    Stage stage = frames.get(0).stage();
    int rows = frames.stream().mapToInt(Frame::rows).sum();
    long began = System.nanoTime();
    frames.forEach(frame -> frame.times.turnBegins(began));
    try {
      Map<Frame, Picture> done = turn.run(frames);
      long ended = System.nanoTime();
      frames.forEach(frame -> frame.times.turnEnds(stage, began, ended, rows));
      meter.turn(began, ended, stage == Stage.DENOISE ? rows : 0);
      meter.rendered(done.size());
      done.forEach(Frame::complete);
    } catch (DeviceLostException | Error lost) {
      giveUp(frames, lost);
    } catch (RuntimeException e) {
      meter.failed(frames.size());
      fail(frames, e);
    }
    return frames.stream().filter(frame -> !frame.future.isDone()).toList();
  }

  private void giveUp(List<Frame> frames, Throwable lost) {
    LOG.error(
        "the engine on {} can't go on, all that waits fails", option(EngineOption.DEVICE), lost);
    failure = new EngineFailedException(lost);
    List<Frame> waiting = queue.close();
    meter.failed(frames.size() + waiting.size());
    fail(frames, failure);
    fail(waiting, failure);
  }

  private static void fail(List<Frame> frames, RuntimeException cause) {
    frames.forEach(frame -> frame.future.completeExceptionally(cause));
  }
}
