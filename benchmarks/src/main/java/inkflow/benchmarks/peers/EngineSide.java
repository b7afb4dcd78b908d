package inkflow.benchmarks.peers;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;

/** Inkflow itself, in this process. Has either the stages or the whole engine in memory. */
final class EngineSide implements Side {
  private static final int MOST_ROWS = 64;

  private final Setting setting;
  private EngineStages stages;
  private EnginePictures pictures;
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
        pictures = new EnginePictures(options());
      }
      call = pictures.call(wanted, setting.steps());
    } else {
      closePictures();
      if (stages == null) {
        stages = new EngineStages(options());
      }
      call = stages.call(wanted);
    }
    Calls.warmUp(call);
    return 0;
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
    return Calls.measure(call, seconds);
  }

  private void closeStages() {
    if (stages != null) {
      stages.close();
      stages = null;
    }
  }

  private void closePictures() {
    if (pictures != null) {
      pictures.close();
      pictures = null;
    }
  }

  @Override
  public void close() {
    closeStages();
    closePictures();
  }
}
