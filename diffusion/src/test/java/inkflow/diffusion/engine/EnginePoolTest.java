package inkflow.diffusion.engine;

import static inkflow.diffusion.engine.TestingEngine.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.RenderResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EnginePoolTest {
  private static final EngineOptions OPTIONS = EngineOptions.of(Path.of("inkling"));

  private final List<TestingDevice> devices = new CopyOnWriteArrayList<>();
  private final EnginePool pool = pool(Duration.ofMillis(100));

  private EnginePool pool(Duration idle) {
    return new EnginePool(
        options -> {
          TestingDevice device = new TestingDevice();
          devices.add(device);
          return TestingEngine.on(device);
        },
        idle);
  }

  @AfterEach
  void openGates() {
    devices.forEach(TestingDevice::openGate);
  }

  @Test
  void allHoldersShareOneEngine() {
    RenderEngine one = pool.lease(OPTIONS);
    RenderEngine two = pool.lease(EngineOptions.of(Path.of("inkling")));
    one.render(Requests.of("a").request()).join();
    two.render(Requests.of("b").request()).join();
    assertThat(devices).hasSize(1);
    one.close();
    two.close();
    until(() -> devices.get(0).closed);
  }

  @Test
  void leasesSpreadOverTheDevicesThatAreNamed() {
    EngineOptions two = OPTIONS.with(EngineOption.DEVICE, "cuda:0,cuda:1");
    EngineOptions second = OPTIONS.with(EngineOption.DEVICE, "cuda:1");
    List<EngineOptions> opened = new CopyOnWriteArrayList<>();
    EnginePool spreading =
        new EnginePool(
            options -> {
              opened.add(options);
              return TestingEngine.on(new TestingDevice());
            },
            Duration.ofSeconds(30));
    RenderEngine first = spreading.lease(two);
    try (RenderEngine other = spreading.lease(two);
        RenderEngine third = spreading.lease(second)) {
      assertThat(opened)
          .extracting(it -> it.get(EngineOption.DEVICE))
          .containsExactly("cuda:0", "cuda:1");
      first.close();
      try (RenderEngine next = spreading.lease(two)) {
        assertThat(opened).hasSize(2);
      }
    }
  }

  @Test
  void otherOptionsAreAnotherEngine() {
    try (RenderEngine one = pool.lease(OPTIONS);
        RenderEngine two = pool.lease(EngineOptions.of(Path.of("other")))) {
      assertThat(one.model()).isEqualTo(two.model());
      assertThat(devices).hasSize(2);
    }
  }

  @Test
  void aRestartedJobFindsItsEngineOpen() {
    EnginePool patient = pool(Duration.ofHours(1));
    patient.lease(OPTIONS).close();
    patient.lease(OPTIONS).render(Requests.of("a").request()).join();
    assertThat(devices).hasSize(1);
  }

  @Test
  void aClosedLeaseWithdrawsItsOwnRequestsOnly() {
    RenderEngine leaving = pool.lease(OPTIONS);
    RenderEngine staying = pool.lease(OPTIONS);
    devices.get(0).closeGate();
    CompletableFuture<RenderResult> kept = staying.render(Requests.of("a").request());
    CompletableFuture<RenderResult> dropped = leaving.render(Requests.of("b").request());
    leaving.close();
    leaving.close();
    assertThatThrownBy(dropped::join).hasCauseInstanceOf(EngineClosedException.class);
    assertThatThrownBy(leaving.render(Requests.of("c").request())::join)
        .hasCauseInstanceOf(EngineClosedException.class);
    devices.get(0).openGate();
    assertThat(kept.join()).isNotNull();
    staying.close();
    until(() -> devices.get(0).closed);
  }

  @Test
  void anEngineThatFailedToOpenIsTriedAgain() {
    EnginePool broken =
        new EnginePool(
            options -> {
              throw new IllegalStateException("no such model");
            },
            Duration.ZERO);
    assertThatThrownBy(() -> broken.lease(OPTIONS)).hasMessage("no such model");
    assertThatThrownBy(() -> broken.lease(OPTIONS)).hasMessage("no such model");
  }

  @Test
  void aLostEngineIsReplaced() {
    RenderEngine lost = pool.lease(OPTIONS);
    devices.get(0).fatal = new OutOfMemoryError("device");
    assertThatThrownBy(lost.render(Requests.of("a").request())::join)
        .hasCauseInstanceOf(EngineFailedException.class);
    RenderEngine fresh = pool.lease(OPTIONS);
    assertThat(fresh.render(Requests.of("a").request()).join()).isNotNull();
    lost.close();
    fresh.close();
    until(() -> devices.get(1).closed);
  }

  @Test
  void anEngineWhoseThreadEndedIsReplaced() {
    RenderEngine dead = pool.lease(OPTIONS);
    for (int i = 1; i <= 5; i++) {
      dead.render(Requests.of("a").lora("neon", i).request()).join();
    }
    devices.get(0).freeFailure = new IllegalStateException("freed twice");
    assertThatThrownBy(
            () -> {
              for (int i = 6; i <= 9; i++) {
                dead.render(Requests.of("a").lora("neon", i).request()).join();
              }
            })
        .hasCauseInstanceOf(EngineFailedException.class);
    RenderEngine fresh = pool.lease(OPTIONS);
    assertThat(fresh.render(Requests.of("a").request()).join()).isNotNull();
    dead.close();
    fresh.close();
    until(() -> devices.get(1).closed);
  }
}
