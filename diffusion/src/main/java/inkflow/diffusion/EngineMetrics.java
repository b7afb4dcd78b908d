package inkflow.diffusion;

import java.time.Duration;

/** What an engine does now, for gauges. Any thread; cheap enough to read every second. */
public interface EngineMetrics {

  /** An engine that says nothing of itself. */
  EngineMetrics NONE =
      new EngineMetrics() {
        @Override
        public int waiting() {
          return 0;
        }

        @Override
        public Duration oldestWait() {
          return Duration.ZERO;
        }

        @Override
        public double rowsPerBatch() {
          return 0;
        }

        @Override
        public double busyShare() {
          return 0;
        }

        @Override
        public long rendered() {
          return 0;
        }

        @Override
        public long failed() {
          return 0;
        }
      };

  /** Requests in line for the device, those on it not counted. */
  int waiting();

  /** How long the request that came in line first has waited since; zero when none waits. */
  Duration oldestWait();

  /** Mean rows of a UNet call over the last ten seconds; 0 when there was none. */
  double rowsPerBatch();

  /** Share of the last ten seconds that the device worked, 0 to 1. */
  double busyShare();

  /** Pictures drawn since the engine opened. */
  long rendered();

  /** Requests that failed in a turn since the engine opened; cancelled ones don't count. */
  long failed();
}
