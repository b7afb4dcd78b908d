package inkflow.diffusion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "inkflow.diffusion",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayerTest {

  @ArchTest
  static final ArchRule diffusionSeesNoStreamPlatform =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule theMathsSeesNoDeviceLibrary =
      noClasses()
          .that()
          .resideInAnyPackage(
              "inkflow.diffusion.lcm..",
              "inkflow.diffusion.noise..",
              "inkflow.diffusion.text..",
              "inkflow.diffusion.weights..",
              "inkflow.diffusion.lora..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..")
          // Rooms that are still empty are no fault of the ones that are there.
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule thePortSeesNoDeviceLibrary =
      noClasses()
          .that()
          .resideInAPackage("inkflow.diffusion")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "inkflow.diffusion.networks..");

  @ArchTest
  static final ArchRule onlyTheDeviceAdapterSeesTheDeviceLibrary =
      noClasses()
          .that()
          .resideInAPackage("inkflow.diffusion.engine")
          .and()
          .haveSimpleNameNotContaining("Networks")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..");
}
