package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.model.LoadedControlNets;
import inkflow.diffusion.engine.model.LoadedLoras;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.model.PromptLimit;
import inkflow.diffusion.engine.sampling.GuidancePasses;
import inkflow.diffusion.engine.sampling.LcmSampler;
import inkflow.diffusion.engine.sampling.Sampler;
import inkflow.diffusion.engine.torch.NetworksOpener;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * The parts an engine is made of.
 *
 * @param opener opens the device; called once, on the device thread
 * @param warmUp runs every stage once; called on the device thread after the opener
 */
record EngineParts(
    EngineOptions options,
    Callable<Device> opener,
    BiConsumer<Device, MixedWeights> warmUp,
    ModelInfo model,
    LoadedLoras loras,
    LoadedControlNets controls,
    GuidancePasses passes,
    PromptLimit promptLimit,
    Sampler sampler,
    Clock clock) {

  /** The parts for a model's files. */
  static EngineParts of(EngineOptions options) {
    ModelFiles model = ModelFiles.find(options);
    NetworksOpener opener = new NetworksOpener(model);
    return new EngineParts(
        DeviceDefaults.resolve(options, opener.gpuRoom()),
        opener::open,
        opener::warmUp,
        model.info(),
        model.loadedLoras(),
        new LoadedControlNets(model.controlNets().keySet()),
        model.passes(),
        new PromptLimit(prompt -> model.prompts().get(0).of(prompt).size()),
        new LcmSampler(
            model.checkpoint().scheduler(), options.get(EngineOption.SCHEDULE), model.repaints()),
        Clock.systemUTC());
  }
}
