package inkflow.diffusion.parity.golden;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;

/** Runs the cases of one kind. */
public interface KindRunner {

  /** What the tolerances called fp32 are for. */
  Arithmetic FP32 = Arithmetic.of(Device.cpu(), Precision.FP32);

  /**
   * Does with this engine what the case describes, and notes how it compares.
   *
   * @throws UnsupportedOperationException for what the engine can't do yet, naming it
   * @throws RuntimeException when the case can't be run; its message is the case's fault
   */
  void run(ParityCase golden, Findings findings);
}
