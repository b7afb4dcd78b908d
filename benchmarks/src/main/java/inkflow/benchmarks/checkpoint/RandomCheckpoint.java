package inkflow.benchmarks.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes a checkpoint of a published size with random weights, for measuring time and memory. Its
 * pictures are noise, but take as long as real ones.
 */
@Command(
    name = "random-checkpoint",
    mixinStandardHelpOptions = true,
    description = "A diffusers folder of full size with random fp16 weights.")
public final class RandomCheckpoint implements Callable<Integer> {
  private static final int RANK = 64;
  private static final List<String> TOKENIZER =
      List.of("vocab.json", "merges.txt", "special_tokens_map.json");

  @Option(names = "--family", required = true, description = "SD15 (2.1 GB) or SDXL (7 GB)")
  private Family family;

  @Option(names = "--out", required = true, description = "folder to write")
  private Path out;

  @Option(names = "--seed", defaultValue = "0", description = "of the weights")
  private long seed;

  @Option(
      names = "--tokenizer",
      defaultValue = "models/inkling/tokenizer",
      description = "folder with CLIP's vocab.json and merges.txt")
  private Path tokenizer;

  @Option(
      names = "--lora",
      description = "file for a LoRA over what an LCM-LoRA changes, rank 64; default: none")
  private Path lora;

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new RandomCheckpoint());
    System.exit(line.setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    RandomHalves source = new RandomHalves(seed);
    family.writeConfigs(out);
    for (String folder : family.tokenizers()) {
      writeTokenizer(out.resolve(folder));
    }
    family.writeWeights(out, source);
    if (lora != null) {
      HalfWriter.write(lora, RandomLora.layout(family.unet(out), RANK), source);
    }
    return 0;
  }

  private void writeTokenizer(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : TOKENIZER) {
      Files.copy(
          tokenizer.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"tokenizer_class\": \"CLIPTokenizer\", \"model_max_length\": 77}\n");
  }
}
