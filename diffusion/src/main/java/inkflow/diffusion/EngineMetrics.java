package inkflow.diffusion;

import java.time.Duration;

/** Current figures of an engine, for gauges. Any thread; cheap enough to read every second. */
public interface EngineMetrics {

  /** For an engine without metrics: all zero. */
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

        @Override
        public long tooLarge() {
          return 0;
        }
      };

  /** Requests waiting for the device, without those running on it. */
  int waiting();

  /** How long the oldest waiting request has waited; zero if none waits. */
  Duration oldestWait();

  /** Mean number of rows per UNet call over the last ten seconds; 0 if there was none. */
  double rowsPerBatch();

  /** Share of the last ten seconds in which the device was busy, 0 to 1. */
  double busyShare();

  /** Pictures drawn since the engine opened. */
  long rendered();

  /** Requests that failed in a device call since the engine opened; cancelled ones don't count. */
  long failed();

  /**
   * Calls that did not fit the device's memory and were split or refused, since the engine opened.
   */
  long tooLarge();
}
