package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses by the device what nobody gave. */
final class DeviceDefaults {
  /** A call of more takes longer on a processor, and each picture of it with it. */
  static final int PROCESSOR_ROWS = 8;

  /** A GPU's calls take about as long for a few rows as for one; its memory bounds them further. */
  static final int GPU_ROWS = 64;

  /** The part of a GPU's memory beside the model that LoRA mixes may take. */
  private static final int LORA_PART = 4;

  private DeviceDefaults() {}

  /**
   * The same options with every value that the device chooses.
   *
   * @param gpuRoom bytes that the model leaves free on its GPU; empty on a processor
   */
  static EngineOptions resolve(EngineOptions options, OptionalLong gpuRoom) {
    EngineOptions resolved = options;
    if (options.get(EngineOption.BATCH_ROWS) == 0) {
      resolved =
          resolved.with(EngineOption.BATCH_ROWS, gpuRoom.isPresent() ? GPU_ROWS : PROCESSOR_ROWS);
    }
    long loras = options.get(EngineOption.LORA_BYTES);
    if (gpuRoom.isPresent() && options.find(EngineOption.LORA_BYTES).equals(standardLoras())) {
      loras = Math.max(loras, gpuRoom.getAsLong() / LORA_PART);
    }
    return resolved.with(EngineOption.LORA_BYTES, loras);
  }

  private static Optional<Long> standardLoras() {
    return EngineOption.LORA_BYTES.standard();
  }
}
