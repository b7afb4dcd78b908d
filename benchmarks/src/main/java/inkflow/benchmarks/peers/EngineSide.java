package inkflow.benchmarks.peers;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Inkflow itself, in this process. Has either the stages or the whole engine in memory, and a thread
 * for the calls of each: libtorch's helpers of a thread end with it, and while there are more of
 * them than processors they all sleep sooner between operations.
 */
final class EngineSide implements Side {
  private static final int MOST_ROWS = 64;

  private final Setting setting;
  private EngineStages stages;
  private EnginePictures pictures;
  private ExecutorService thread;
  private Runnable call;

  EngineSide(Setting setting) {
    this.setting = setting;
  }

  @Override
  public String name() {
    return "Inkflow";
  }

  @Override
  public double prepare(Case wanted) {
    if (wanted.part() == Part.PICTURE) {
      closeStages();
      if (pictures == null) {
        thread = Executors.newSingleThreadExecutor();
        pictures = new EnginePictures(options());
      }
      call = pictures.call(wanted, setting.steps());
    } else {
      closePictures();
      if (stages == null) {
        thread = Executors.newSingleThreadExecutor();
        stages = onThread(() -> new EngineStages(options()));
      }
      call = onThread(() -> stages.call(wanted));
    }
    var unused =
        onThread(
            () -> {
              Calls.warmUp(call);
              return call;
            });
    return 0;
  }

  private <T> T onThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, thread).join();
  }

  private EngineOptions options() {
    Precision precision = Precision.of(setting.precision()).orElseThrow();
    return EngineOptions.of(setting.folder())
        .with(EngineOption.DEVICE, setting.device())
        .with(EngineOption.PRECISION, precision)
        .with(EngineOption.THREADS, setting.threads())
        .with(EngineOption.BATCH_ROWS, MOST_ROWS);
  }

  @Override
  public double[] measure(double seconds) {
    return onThread(() -> Calls.measure(call, seconds));
  }

  private void closeStages() {
    if (stages != null) {
      stages.close();
      stages = null;
      thread.shutdown();
    }
  }

  private void closePictures() {
    if (pictures != null) {
      pictures.close();
      pictures = null;
      thread.shutdown();
    }
  }

  @Override
  public void close() {
    closeStages();
    closePictures();
  }
}
