package inkflow.diffusion.engine;

import inkflow.diffusion.ModelInfo;
import java.time.Clock;
import java.util.concurrent.Callable;

/**
 * What an engine is made of.
 *
 * @param opener opens the device; called once, on the device thread
 * @param maxBatchRows most rows in one call; a guided frame takes two even where this is 1
 */
record EngineParts(
    String deviceName,
    Callable<Device> opener,
    ModelInfo model,
    LoraShelf loras,
    ControlShelf controls,
    Passes passes,
    Sampler sampler,
    int queueCapacity,
    int maxBatchRows,
    int promptCacheEntries,
    Clock clock) {}
