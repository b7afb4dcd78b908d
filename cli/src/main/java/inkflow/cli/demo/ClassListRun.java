package inkflow.cli.demo;

import inkflow.cli.options.Install;
import inkflow.diffusion.EngineOptions;
import java.util.Optional;

/**
 * Starts the whole demo on free ports and stops it, so that the launcher can record the classes
 * that a start loads. Not a subcommand, because users don't need it.
 */
final class ClassListRun {
  private ClassListRun() {}

  public static void main(String[] arguments) {
    EngineOptions engine = EngineOptions.of(Install.embeddedModel().orElseThrow());
    Demo demo = new Demo(new DemoOptions(0, 0, Optional.empty(), engine));
    try {
      demo.start();
    } finally {
      demo.close();
    }
    System.exit(0);
  }
}
