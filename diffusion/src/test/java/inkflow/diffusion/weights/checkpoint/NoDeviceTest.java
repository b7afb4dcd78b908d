package inkflow.diffusion.weights.checkpoint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Reading a model needs no tensor library, so tools can do it without loading one. */
class NoDeviceTest {

  @Test
  void filesTokensAndSchedulesSeeNoTensorLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.djl..", "inkflow.diffusion.networks..", "inkflow.diffusion.engine..")
        .check(
            new ClassFileImporter()
                .importPackages(
                    "inkflow.diffusion.weights",
                    "inkflow.diffusion.lora",
                    "inkflow.diffusion.lcm",
                    "inkflow.diffusion.noise",
                    "inkflow.diffusion.text"));
  }
}
