package inkflow.operators;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("inkflow.operators");

  @Test
  void operatorsKnowTheEngineByItsPortOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("ai.djl..", "inkflow.diffusion..")
                .and(not(resideInAnyPackage("inkflow.diffusion", "inkflow.diffusion.request"))))
        .check(classes);
  }

  @Test
  void schedulerKnowsNothingOfFlink() {
    noClasses()
        .that()
        .haveSimpleName("RenderScheduler")
        .or()
        .haveSimpleName("FrameRenderer")
        .or()
        .haveSimpleName("SessionTransition")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..")
        .check(classes);
  }
}
