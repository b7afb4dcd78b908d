package inkflow.diffusion.networks.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.hardware.Processor;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

  @Test
  void autoIsAlwaysPossible() {
    Arithmetic chosen = Arithmetic.of(Device.cpu(), Precision.AUTO);
    assertThat(chosen.precision()).isIn(Precision.FP32, Precision.BF16);
    assertThat(Arithmetic.isPossible(chosen.device(), chosen.precision())).isTrue();
  }

  @Test
  void aProcessorWithoutAvx512RefusesBfloat16() {
    assumeThat(Processor.acceptsBfloat16()).as("a processor with AVX-512").isFalse();
    assertThatThrownBy(() -> Arithmetic.of(Device.cpu(), Precision.BF16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("precision: bf16 (expected: auto or fp32");
  }

  @Test
  void aGpuComputesInBfloat16WhateverTheProcessor() {
    assertThat(Arithmetic.of(Device.gpu(0), Precision.BF16).precision()).isEqualTo(Precision.BF16);
    assertThat(Arithmetic.of(Device.gpu(0), Precision.AUTO).precision()).isEqualTo(Precision.FP16);
  }
}
