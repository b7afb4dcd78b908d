package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.Control;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ControlNets beside a UNet, by the names they were loaded under. */
final class ControlNets implements AutoCloseable {
  private final Map<String, Network> networks = new LinkedHashMap<>();

  private ControlNets() {}

  /**
   * Loads them.
   *
   * @throws InvalidModelException for a tensor that is not as its config says
   */
  static ControlNets open(Map<String, ComponentFolder> folders, Arithmetic arithmetic) {
    ControlNets nets = new ControlNets();
    try {
      folders.forEach(
          (name, folder) -> nets.networks.put(name, Network.controlNet(folder, arithmetic)));
    } catch (RuntimeException e) {
      nets.close();
      throw e;
    }
    return nets;
  }

  /**
   * The sum of their residuals for the UNet; an empty list if no ControlNet is used.
   *
   * @return in the type of the arithmetic; {@code scope} owns it
   */
  List<NDArray> residuals(
      NDManager scope, NDArray latent, NDArray timesteps, Conditioning conditioning) {
    List<NDArray> sum = List.of();
    try (TensorList extras = TensorList.of(conditioning.controlExtras())) {
      for (Control control : conditioning.controls()) {
        Network network = networks.get(control.name());
        try (TensorList others = TensorList.of(sum)) {
          sum =
              network.runListWith(
                  scope,
                  "residuals_rgb",
                  network.weights(),
                  latent,
                  timesteps,
                  conditioning.text().states(),
                  extras,
                  control.rgb(),
                  network.residualScales(scope, control.scales()),
                  others);
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {
    networks.values().forEach(Network::close);
  }
}
