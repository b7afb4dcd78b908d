package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.engine.model.LoadedControlNets;
import inkflow.diffusion.engine.model.LoadedLoras;
import inkflow.diffusion.engine.model.PromptLimit;
import inkflow.diffusion.engine.sampling.GuidancePasses;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A real engine on a {@link TestingDevice}. */
public final class TestingEngine {
  private TestingEngine() {}

  static DiffusionEngine on(TestingDevice device) {
    return on(device, 1024, 8);
  }

  static DiffusionEngine on(TestingDevice device, int queueCapacity, int maxBatchRows) {
    return DiffusionEngine.start(
        new EngineParts(
            options(queueCapacity, maxBatchRows),
            () -> device,
            (opened, weights) -> {},
            new ModelInfo("testing", "sd15", 64, List.of("lcm", "neon")),
            new LoadedLoras(Map.of("lcm", 1.0, "neon", 0.0, "words", 0.0), Set.of("words")),
            new LoadedControlNets(List.of("canny", "depth")),
            new GuidancePasses(false, false),
            new PromptLimit(prompt -> prompt.split("BREAK").length),
            new TestingSampler(),
            Clock.systemUTC()));
  }

  private static EngineOptions options(int queueCapacity, int maxBatchRows) {
    return EngineOptions.defaults()
        .with(EngineOption.QUEUED_REQUESTS, queueCapacity)
        .with(EngineOption.BATCH_ROWS, maxBatchRows)
        .with(EngineOption.CACHED_PROMPTS, 16)
        .with(EngineOption.LORA_BYTES, 4L);
  }

  /** Waits until something holds, ten seconds at most. */
  public static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s");
      }
      Thread.onSpinWait();
    }
  }
}
