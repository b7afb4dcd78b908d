package inkflow.diffusion.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.engine.Inkling;
import inkflow.diffusion.engine.device.DeviceLostException;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.hardware.CudaDriver;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.MicroConditioning;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworksDeviceTest {

  private static Row row(Latent latent, int timestep, Embedding text) {
    return new Row(latent, timestep, text, new MicroConditioning(64, 64), 1);
  }

  @Test
  void aCallLeavesNoArrayBehind() {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.FP32));
    try (NetworksDevice device = new NetworksOpener(model).open();
        MixedWeights weights = device.mix(LoraMix.NONE)) {
      Embedding context = device.encodeText(weights, List.of("a red apple", "")).get(0);
      Latent latent = device.encodeImage(List.of(Inkling.beach(64, 0.5))).get(0).mean();
      Latent output = device.predict(weights, List.of(row(latent, 499, context))).get(0);
      assertThat(device.decode(List.of(output, latent))).hasSize(2);
      assertThat(device.heldArrays()).isZero();
    }
  }

  @Test
  void rowsOfABatchDoNotMix() {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.FP32));
    try (NetworksDevice device = new NetworksOpener(model).open();
        MixedWeights weights = device.mix(LoraMix.NONE)) {
      List<Embedding> contexts = device.encodeText(weights, List.of("a red apple", "a tree"));
      Latent latent = device.encodeImage(List.of(Inkling.beach(64, 0.5))).get(0).mean();
      Row one = row(latent, 499, contexts.get(0));
      Row two = row(latent, 259, contexts.get(1));
      Latent alone = device.predict(weights, List.of(two)).get(0);
      Latent shared = device.predict(weights, List.of(one, two)).get(1);
      for (int i = 0; i < alone.values().length; i++) {
        assertThat(shared.values()[i]).isCloseTo(alone.values()[i], within(1e-3f));
      }
    }
  }

  private static LoraMix neon(double scale) {
    return new LoraMix(List.of(new LoraScale("lcm", 1), new LoraScale("neon", scale)));
  }

  private static float[] predict(NetworksDevice device, LoraMix mix) {
    try (MixedWeights weights = device.mix(mix)) {
      Embedding text = device.encodeText(weights, List.of("a tree")).get(0);
      Row row = row(device.emptyLatent(64, 64), 499, text);
      return device.predict(weights, List.of(row)).get(0).values();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void aMixMadeAgainIsTheSameBitForBitWhateverWasMadeBetween(Precision precision) {
    TestingPrecision.assumePossible(precision);
    ModelFiles model = ModelFiles.find(Inkling.options(precision));
    try (NetworksDevice device = new NetworksOpener(model).open()) {
      float[] first = predict(device, neon(0.5));
      assertThat(predict(device, neon(0.6))).isNotEqualTo(first);
      assertThat(predict(device, neon(0.5))).isEqualTo(first);
    }
  }

  @Test
  void mixesMadeBesideCallsChangeNeither() throws InterruptedException {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.AUTO));
    try (NetworksDevice device = new NetworksOpener(model).open()) {
      float[] want = predict(device, neon(0.5));
      AtomicInteger made = new AtomicInteger();
      Thread mixer =
          new Thread(
              () -> {
                while (made.incrementAndGet() < 5) {
                  device.mix(neon(0.1 * made.get())).close();
                }
              });
      try (MixedWeights weights = device.mix(neon(0.5))) {
        mixer.start();
        Embedding text = device.encodeText(weights, List.of("a tree")).get(0);
        Row row = row(device.emptyLatent(64, 64), 499, text);
        while (mixer.isAlive()) {
          assertThat(device.predict(weights, List.of(row)).get(0).values()).isEqualTo(want);
        }
      }
      mixer.join();
      assertThat(made).hasValue(5);
      assertThat(predict(device, neon(0.5))).isEqualTo(want);
    }
  }

  @Test
  void aTextBehindItselfConditionsAsItDoesOnce() {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.FP32));
    try (NetworksDevice device = new NetworksOpener(model).open();
        MixedWeights weights = device.mix(LoraMix.NONE)) {
      Embedding once = device.encodeText(weights, List.of("a red apple")).get(0);
      Embedding thrice = Embedding.join(List.of(once, once, once));
      Latent latent = device.encodeImage(List.of(Inkling.beach(64, 0.5))).get(0).mean();
      Latent one = device.predict(weights, List.of(row(latent, 499, once))).get(0);
      Latent three = device.predict(weights, List.of(row(latent, 499, thrice))).get(0);
      assertThat(three.values()).containsExactly(one.values(), within(1e-4f));
    }
  }

  @Test
  void aPromptIsTheStatesOfItsChunks() {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.FP32));
    try (NetworksDevice device = new NetworksOpener(model).open();
        MixedWeights weights = device.mix(LoraMix.NONE)) {
      List<Embedding> texts =
          device.encodeText(weights, List.of("a red apple BREAK a tree", "a tree", "a red apple"));
      assertThat(texts.get(0).tokens()).isEqualTo(64);
      assertThat(texts.get(0).states())
          .containsExactly(
              Embedding.join(List.of(texts.get(2), texts.get(1))).states(), within(1e-4f));
    }
  }

  @Test
  void aCallThatDidNotFitIsToldFromALostDevice() {
    for (String tooLarge :
        List.of(
            "CUDA out of memory. Tried to allocate 2.00 GiB",
            "CUDA error: out of memory",
            "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
            "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")) {
      assertThat(NetworksDevice.meaning(new EngineException(tooLarge)))
          .isInstanceOf(DeviceOutOfMemoryException.class)
          .hasMessage(tooLarge);
    }
    assertThat(
            NetworksDevice.meaning(
                new EngineException("CUDA error: an illegal memory access was encountered")))
        .isInstanceOf(DeviceLostException.class);
    EngineException other = new EngineException("The size of tensor a must match");
    assertThat(NetworksDevice.meaning(other)).isSameAs(other);
  }

  @Test
  void itSaysWhatCallsTakeOfItsMemory() {
    ModelFiles model = ModelFiles.find(Inkling.options(Precision.FP32));
    try (NetworksDevice device = new NetworksOpener(model).open()) {
      assertThat(device.memory().bytes()).isGreaterThan(16L << 20);
      assertThat(device.memory().encode()).isPositive();
      assertThat(device.memory().predict()).isPositive();
      assertThat(device.memory().decode()).isPositive();
    }
  }

  @Test
  void anUnknownDeviceIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> TorchDeviceName.of("tpu", CudaDriver.here()))
        .hasMessage("device: tpu (expected: cpu or cuda:N)");
  }

  @Test
  void halfTheProcessorsComputeUnlessAsked() {
    assertThat(ComputeThreads.of(3)).isEqualTo(3);
    assertThat(ComputeThreads.chosen(1)).isEqualTo(1);
    assertThat(ComputeThreads.chosen(2)).isEqualTo(2);
    assertThat(ComputeThreads.chosen(3)).isEqualTo(2);
    assertThat(ComputeThreads.chosen(16)).isEqualTo(8);
  }
}
