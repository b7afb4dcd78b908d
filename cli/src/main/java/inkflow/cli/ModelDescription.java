package inkflow.cli;

import inkflow.diffusion.lora.LoraSummary;
import inkflow.diffusion.weights.checkpoint.ControlNetFiles;
import inkflow.diffusion.weights.checkpoint.ControlNetSummary;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.checkpoint.ModelSummary;
import inkflow.diffusion.weights.checkpoint.ModelSummary.Part;
import inkflow.diffusion.weights.file.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The output of {@code inkflow models} for a checkpoint, a ControlNet or a LoRA. */
final class ModelDescription {
  private static final int HALF = 2;
  private static final int SINGLE = 4;

  private ModelDescription() {}

  /** Whether a folder is a checkpoint or a ControlNet in the layout of diffusers. */
  static boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve("model_index.json"))
        || (Files.isDirectory(folder) && ControlNetFiles.isControlNet(folder));
  }

  /**
   * The lines to print. Reads only headers, no weights.
   *
   * @throws inkflow.diffusion.weights.file.InvalidModelException when it is none of them
   */
  static List<String> lines(Path path) {
    if (!Files.isDirectory(path)) {
      SafetensorsFile file = SafetensorsFile.open(path);
      if (LoraSummary.isLora(file)) {
        return lora(file);
      }
    }
    return ControlNetFiles.isControlNet(path)
        ? controlNet(ControlNetSummary.of(path))
        : checkpoint(ModelSummary.of(ModelCheckpoint.open(path)));
  }

  private static List<String> controlNet(ControlNetSummary model) {
    Part part = model.part();
    return List.of(
        model.name()
            + ": ControlNet for family "
            + model.family()
            + ", "
            + millions(part.parameters())
            + ", "
            + part.dtype()
            + ", "
            + megabytes(part.bytes())
            + " on disk",
        "  in memory: " + inMemory(part.parameters()));
  }

  private static List<String> checkpoint(ModelSummary model) {
    List<String> lines = new ArrayList<>();
    String lcm = model.fullLcm() ? ", a full LCM" : "";
    lines.add(
        model.name()
            + ": checkpoint, family "
            + model.family()
            + lcm
            + ", "
            + millions(model.parameters())
            + ", "
            + megabytes(model.bytes())
            + " on disk");
    for (Part part : model.parts()) {
      lines.add(
          String.format(
              "  %-15s %22s  %-4s  %s",
              part.name(), millions(part.parameters()), part.dtype(), megabytes(part.bytes())));
    }
    lines.add("  in memory: " + inMemory(model.parameters()));
    return lines;
  }

  private static List<String> lora(SafetensorsFile file) {
    LoraSummary lora = LoraSummary.of(file);
    Part part = Part.of("lora", file.tensors().values());
    String alphas = lora.alphas().isEmpty() ? "none named, so its rank" : numbers(lora.alphas());
    return List.of(
        file.path().getFileName()
            + ": LoRA, format "
            + lora.format().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + ", "
            + lora.modules()
            + " modules"
            + (lora.hasTextEncoder() ? " with the text encoder's" : "")
            + ", rank "
            + numbers(lora.ranks())
            + ", alpha "
            + alphas,
        "  "
            + millions(lora.parameters())
            + ", "
            + part.dtype()
            + ", "
            + megabytes(lora.bytes())
            + "; mapped, and no memory of its own once it is merged");
  }

  private static String inMemory(long parameters) {
    return megabytes(HALF * parameters)
        + " in fp16 or bf16, "
        + megabytes(SINGLE * parameters)
        + " in fp32";
  }

  private static String numbers(Collection<? extends Number> numbers) {
    return numbers.stream()
        .map(number -> number.toString().replaceFirst("\\.0$", ""))
        .collect(Collectors.joining(", "));
  }

  private static String millions(long parameters) {
    return String.format(Locale.ROOT, "%.3g million parameters", parameters / 1e6);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
