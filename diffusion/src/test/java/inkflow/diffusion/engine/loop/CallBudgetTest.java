package inkflow.diffusion.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.engine.device.CallMemory;
import org.junit.jupiter.api.Test;

class CallBudgetTest {
  private final CallBudget budget = new CallBudget(new CallMemory(1000, 1, 1, 1));

  private void fit(int calls) {
    for (int i = 0; i < calls; i++) {
      budget.fitted();
    }
  }

  @Test
  void beginsWithWhatTheDeviceSaysAndStaysThereWhileCallsFit() {
    fit(1000);
    assertThat(budget.bytes()).isEqualTo(1000);
  }

  @Test
  void isHalfOfWhatDidNotFitAndNeverMoreThanItWas() {
    budget.exceeded(800);
    assertThat(budget.bytes()).isEqualTo(400);
    budget.exceeded(900);
    assertThat(budget.bytes()).isEqualTo(400);
    budget.exceeded(0);
    assertThat(budget.bytes()).isEqualTo(1);
  }

  @Test
  void doublesWithEveryHundredCallsThatFitUpToWhatTheDeviceSays() {
    budget.exceeded(600);
    fit(99);
    assertThat(budget.bytes()).isEqualTo(300);
    fit(1);
    assertThat(budget.bytes()).isEqualTo(600);
    fit(100);
    assertThat(budget.bytes()).isEqualTo(1000);
  }

  @Test
  void countsAnewAfterACallThatDidNotFit() {
    budget.exceeded(600);
    fit(99);
    budget.exceeded(600);
    fit(99);
    assertThat(budget.bytes()).isEqualTo(300);
  }

  @Test
  void withoutAWordFromTheDeviceItIsAsLargeAsNumbersGo() {
    CallBudget unknown = new CallBudget(CallMemory.UNKNOWN);
    unknown.exceeded(Long.MAX_VALUE);
    for (int i = 0; i < 200; i++) {
      unknown.fitted();
    }
    assertThat(unknown.bytes()).isEqualTo(Long.MAX_VALUE);
  }
}
