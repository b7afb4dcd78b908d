package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.ModelInfo;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * What an engine is made of.
 *
 * @param opener opens the device; called once, on the device thread
 * @param warmUp takes it once through every stage; called there next
 * @param maxBatchRows most rows in one call; a guided frame takes two even where this is 1
 */
record EngineParts(
    String deviceName,
    Callable<Device> opener,
    BiConsumer<Device, MixedWeights> warmUp,
    ModelInfo model,
    LoraShelf loras,
    ControlShelf controls,
    Passes passes,
    PromptLimit promptLimit,
    Sampler sampler,
    int queueCapacity,
    int maxBatchRows,
    int promptCacheEntries,
    long loraCacheBytes,
    Clock clock) {

  /** Those of a model's files. */
  static EngineParts of(EngineOptions options) {
    ModelFiles model = ModelFiles.find(options);
    NetworksOpener opener = new NetworksOpener(model);
    return new EngineParts(
        options.hardware().device(),
        opener::open,
        opener::warmUp,
        model.info(),
        model.shelf(),
        new ControlShelf(model.controlNets().keySet()),
        model.passes(),
        new PromptLimit(prompt -> model.prompts().get(0).of(prompt).size()),
        new LcmSampler(model.checkpoint().scheduler(), options.schedule(), model.repaints()),
        options.capacity().queuedRequests(),
        options.capacity().batchRows(),
        options.capacity().cachedPrompts(),
        options.capacity().loraBytes(),
        Clock.systemUTC());
  }
}
