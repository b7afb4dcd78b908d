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

  /** Only the rooms of the operator, of its records and of its state may use Flink. */
  @Test
  void eventsFramesAndSchedulerKnowNothingOfFlink() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "inkflow.operators.events..",
            "inkflow.operators.frames..",
            "inkflow.operators.scheduling..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.flink..")
                .or(resideInAnyPackage("inkflow.operators.session..")))
        .check(classes);
  }
}
