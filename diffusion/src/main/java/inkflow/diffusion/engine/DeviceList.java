package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.util.List;
import java.util.stream.Stream;

/** Options that name several devices, such as {@code cuda:0,cuda:1}: an engine on each of them. */
public final class DeviceList {
  private DeviceList() {}

  /** The options of each device's engine, in the order in which the devices are named. */
  public static List<EngineOptions> each(EngineOptions options) {
    return Stream.of(options.get(EngineOption.DEVICE).split(","))
        .distinct()
        .map(device -> options.with(EngineOption.DEVICE, device))
        .toList();
  }
}
