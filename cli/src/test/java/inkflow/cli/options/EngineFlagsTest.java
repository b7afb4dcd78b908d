package inkflow.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.cli.Inkflow;
import inkflow.diffusion.CommandFlag;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.jobs.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class EngineFlagsTest {
  private final CommandLine inkflow = Inkflow.commandLine();

  @TempDir Path temp;

  private CommandLine command(String name) {
    return inkflow.getSubcommands().get(name);
  }

  @Test
  void everyCommandWithAModelHasTheFlagsThatScriptsAreWrittenWith() {
    for (String name : List.of("render", "demo", "submit")) {
      assertThat(command(name).getCommandSpec().optionsMap())
          .as(name)
          .containsKeys(
              "--model",
              "--vae",
              "--lora",
              "--lora-lenient",
              "--device",
              "--precision",
              "--threads",
              "--schedule");
      assertThat(command(name).getCommandSpec().optionsMap().containsKey("--controlnet"))
          .as(name)
          .isEqualTo(name.equals("render"));
    }
  }

  @Test
  void helpSaysWhatADeclaredOptionDoes() {
    String help = words(command("render").getUsageMessage());
    for (EngineOption<?> option : EngineOption.ALL) {
      if (option.flag().isPresent()) {
        assertThat(help).contains(words(option.sentence()));
      }
    }
  }

  /** No declared flag may be forgotten on the way to a cluster's job. */
  @Test
  void whatIsGivenToSubmitIsWhatTheJobOpensItsEngineWith() {
    List<String> arguments = new ArrayList<>(List.of("submit", "--jobmanager", "there:8081"));
    for (EngineOption<?> option : EngineOption.ALL) {
      option.flag().filter(flag -> !flag.ofRenderAlone()).ifPresent(it -> give(it, arguments));
    }
    inkflow.parseArgs(arguments.toArray(String[]::new));
    EngineOptions given = EngineFlags.readRemote(command("submit").getCommandSpec());
    for (EngineOption<?> option : EngineOption.ALL) {
      if (option.flag().isPresent() && !option.flag().get().ofRenderAlone()) {
        assertThat(given.find(option)).as(option.name()).isNotEqualTo(option.standard());
      }
    }
    assertThat(JobConfig.from(JobSettings.of(given, "kafka:9092")).engine()).isEqualTo(given);
  }

  /** A value of the flag that is not the default; an unknown flag needs a line here. */
  private static void give(CommandFlag flag, List<String> arguments) {
    arguments.add(flag.name());
    switch (flag.name()) {
      case "--lora-lenient" -> {}
      case "--model", "--vae" -> arguments.add("/m/" + flag.name().substring(2));
      case "--lora" -> arguments.add("neon=/l/neon.safetensors:0.5");
      case "--device" -> arguments.add("cuda:0");
      case "--precision" -> arguments.add("FP32");
      case "--threads" -> arguments.add("3");
      case "--schedule" -> arguments.add("C:32,45");
      default -> throw new IllegalArgumentException(flag.name());
    }
  }

  @Test
  void filesOfThisMachineAreFoundFromAnyFolder() throws IOException {
    Path file = Files.createFile(temp.resolve("neon.safetensors"));
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    inkflow.parseArgs("demo", "--model", relative.toString(), "--lora", "neon=" + relative);
    EngineOptions given = EngineFlags.read(command("demo").getCommandSpec());
    assertThat(given.get(EngineOption.MODEL)).isAbsolute();
    assertThat(given.get(EngineOption.LORAS)).extracting(LoraFile::file).allMatch(Path::isAbsolute);
  }

  @Test
  void withoutAModelItIsInkling() {
    inkflow.parseArgs("demo");
    CommandSpec demo = command("demo").getCommandSpec();
    assertThat(EngineFlags.read(demo))
        .isEqualTo(EngineOptions.of(Install.embeddedModel().orElseThrow()));
    assertThat(EngineFlags.readRemote(demo))
        .isEqualTo(EngineOptions.of(Path.of("/opt/inkflow/models/inkling")));
  }

  private static String words(String text) {
    return String.join(" ", Stream.of(text.split("\\s+")).toList()).replace("- ", "-");
  }
}
