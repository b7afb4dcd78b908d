package inkflow.jobs;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Capacity;
import inkflow.diffusion.EngineOptions.Hardware;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.EngineOptions.Sources;
import inkflow.diffusion.ImageSchedule;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@link EngineOptions} in a form that travels with the job: paths are each TaskManager's own. */
public record EngineConfig(
    String model,
    String vae,
    ArrayList<LoraOption> loras,
    boolean lenientLoras,
    String device,
    String precision,
    String schedule,
    int threads,
    int queueCapacity,
    int maxBatchRows)
    implements Serializable {
  private static final Set<String> PRECISIONS = Set.of("auto", "fp32", "bf16", "fp16");

  static EngineConfig from(Problems problems) {
    return new EngineConfig(
        problems.read(
            JobOptions.ENGINE_MODEL, m -> !m.isBlank(), "a diffusers folder or .safetensors file"),
        problems.readOptional(JobOptions.ENGINE_VAE),
        new ArrayList<>(LoraOption.all(problems)),
        problems.read(JobOptions.ENGINE_LENIENT_LORAS, any -> true, "true or false"),
        problems.read(JobOptions.ENGINE_DEVICE, d -> d.matches("cpu|cuda:\\d+"), "cpu or cuda:N"),
        problems.read(
            JobOptions.ENGINE_PRECISION,
            p -> PRECISIONS.contains(p.toLowerCase(Locale.ROOT)),
            "auto, fp32, bf16 or fp16"),
        problems.read(
            JobOptions.ENGINE_SCHEDULE,
            name -> ImageSchedule.of(name) != null,
            "A, B or C:I,J,... with rising I, J, ... from 0"),
        problems.read(JobOptions.ENGINE_THREADS, n -> n >= 0, ">= 0"),
        problems.read(JobOptions.ENGINE_QUEUE, n -> n >= 1, ">= 1"),
        problems.read(JobOptions.ENGINE_BATCH_ROWS, n -> n >= 1, ">= 1"));
  }

  EngineOptions options() {
    List<EngineOptions.LoraFile> files =
        loras.stream()
            .map(
                lora -> new EngineOptions.LoraFile(lora.name(), Path.of(lora.file()), lora.scale()))
            .toList();
    return new EngineOptions(
        new Sources(
            Path.of(model), Optional.ofNullable(vae).map(Path::of), files, lenientLoras, List.of()),
        new Hardware(device, Precision.valueOf(precision.toUpperCase(Locale.ROOT)), threads),
        Capacity.of(queueCapacity, maxBatchRows),
        ImageSchedule.of(schedule));
  }
}
