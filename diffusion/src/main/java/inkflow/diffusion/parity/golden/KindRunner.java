package inkflow.diffusion.parity.golden;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;

/** Runs the cases of one kind. */
public interface KindRunner {

  /** The arithmetic that the tolerances called fp32 apply to. */
  Arithmetic FP32 = Arithmetic.of(Device.cpu(), Precision.FP32);

  /**
   * Runs what the case describes with this engine, and records the comparisons.
   *
   * @throws UnsupportedOperationException for what the engine can't do yet, naming it
   * @throws RuntimeException when the case can't be run; its message is recorded as a fault
   */
  void run(ParityCase golden, Findings findings);
}
