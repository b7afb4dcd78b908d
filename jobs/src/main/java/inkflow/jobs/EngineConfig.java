package inkflow.jobs;

import inkflow.diffusion.EngineOptionHelp;
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
import java.util.Optional;

/** {@link EngineOptions} in serializable form. Paths refer to each TaskManager's file system. */
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

  static EngineConfig from(Problems problems) {
    return new EngineConfig(
        problems.read(
            JobOptions.ENGINE_MODEL, m -> !m.isBlank(), "a diffusers folder or .safetensors file"),
        problems.readOptional(JobOptions.ENGINE_VAE),
        new ArrayList<>(LoraOption.all(problems)),
        problems.read(JobOptions.ENGINE_LENIENT_LORAS, any -> true, "true or false"),
        problems.read(JobOptions.ENGINE_DEVICE, Hardware::isDevice, EngineOptionHelp.DEVICES),
        problems.read(
            JobOptions.ENGINE_PRECISION,
            p -> Precision.of(p).isPresent(),
            EngineOptionHelp.PRECISIONS),
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
        new Hardware(device, Precision.of(precision).orElseThrow(), threads),
        Capacity.of(queueCapacity, maxBatchRows),
        ImageSchedule.of(schedule));
  }
}
