package inkflow.cli.doctor;

import ai.djl.Device;
import inkflow.cli.libtorch.CudaLibtorch;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.engine.torch.NetworksMemory;
import inkflow.diffusion.hardware.CudaDriver;
import inkflow.diffusion.hardware.GpuProbe;
import java.util.List;

/** Looks at all that a demo with certain options needs. Starts nothing and fetches nothing. */
public final class Doctor {
  private final GpuProbe probe;
  private final CudaLibtorch cuda;

  Doctor(GpuProbe probe, CudaLibtorch cuda) {
    this.probe = probe;
    this.cuda = cuda;
  }

  /** Of this machine and this user. */
  public static Doctor here() {
    return new Doctor(CudaDriver.here(), CudaLibtorch.standard());
  }

  /**
   * @param port of the page
   * @param kafkaPort of the broker
   */
  public List<Finding> examine(EngineOptions options, int port, int kafkaPort) {
    String device = options.get(EngineOption.DEVICE);
    Machine machine = new Machine(probe);
    EngineFindings engine = new EngineFindings(options, probe);
    return List.of(
        machine.processor(),
        machine.memory(NetworksMemory.of(Device.cpu(), probe).bytes()),
        machine.gpu(device),
        engine.libtorch(cuda),
        engine.precision(),
        engine.threads(),
        engine.model(),
        PortFindings.of("--port", port),
        PortFindings.of("--kafka-port", kafkaPort));
  }
}
