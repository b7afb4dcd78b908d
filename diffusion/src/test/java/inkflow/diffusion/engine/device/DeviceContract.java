package inkflow.diffusion.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Picture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Device} keeps to, the real one and those of tests. */
public abstract class DeviceContract {
  private static final int SIDE = 64;
  private Device device;
  private MixedWeights weights;

  /** A new device with a LoRA {@code neon}. */
  protected abstract Device open();

  /** How far a row's values may lie from what it gives alone: rounding. */
  protected abstract float tolerance();

  @BeforeEach
  void openDevice() {
    device = open();
    weights = device.mix(LoraMix.NONE);
  }

  @AfterEach
  void closeDevice() {
    weights.close();
    device.close();
  }

  private Row row(int timestep, String prompt) {
    Latent latent = device.emptyLatent(SIDE, SIDE);
    float[] values = new float[latent.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 7 - 3) / 4f;
    }
    Embedding text = device.encodeText(weights, List.of(prompt)).get(0);
    return new Row(latent.with(values), timestep, text, new MicroConditioning(SIDE, SIDE), 1);
  }

  private static Picture grey(int level) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    Arrays.fill(rgb, (byte) level);
    return new Picture(SIDE, SIDE, rgb);
  }

  private void assertAlike(float[] values, float[] expected) {
    assertThat(values).containsExactly(expected, within(tolerance()));
  }

  @Test
  void anEmptyLatentIsZerosInThePicturesProportions() {
    Latent wide = device.emptyLatent(2 * SIDE, SIDE);
    assertThat(wide.width()).isEqualTo(2 * wide.height());
    assertThat(wide.values()).containsOnly(0);
  }

  @Test
  void textsAreEncodedInTheirOrderWhateverTheirCompany() {
    List<Embedding> both = device.encodeText(weights, List.of("a red apple", "a tree"));
    assertThat(both).hasSize(2);
    assertAlike(
        device.encodeText(weights, List.of("a tree")).get(0).states(), both.get(1).states());
    assertThat(both.get(0).states()).isNotEqualTo(both.get(1).states());
  }

  @Test
  void picturesAreEncodedInTheirOrderIntoLatentsOfTheirSize() {
    List<EncodedPicture> both = device.encodeImage(List.of(grey(40), grey(200)));
    assertThat(both).hasSize(2);
    Latent empty = device.emptyLatent(SIDE, SIDE);
    assertThat(both.get(0).mean().channels()).isEqualTo(empty.channels());
    assertThat(both.get(0).mean().height()).isEqualTo(empty.height());
    assertThat(both.get(0).mean().width()).isEqualTo(empty.width());
    assertAlike(
        device.encodeImage(List.of(grey(200))).get(0).mean().values(), both.get(1).mean().values());
    assertThat(both.get(0).mean().values()).isNotEqualTo(both.get(1).mean().values());
  }

  @Test
  void rowsAreDoneInTheirOrderAndDoNotMix() {
    Row one = row(499, "a red apple");
    Row two = row(259, "a tree");
    List<Latent> both = device.predict(weights, List.of(one, two));
    assertThat(both).hasSize(2);
    assertAlike(device.predict(weights, List.of(two)).get(0).values(), both.get(1).values());
    assertAlike(device.predict(weights, List.of(one)).get(0).values(), both.get(0).values());
    assertThat(both.get(0).values()).isNotEqualTo(both.get(1).values());
  }

  @Test
  void aCallLeavesWhatItIsGivenAsItIs() {
    Row row = row(499, "a tree");
    float[] before = row.latent().values().clone();
    float[] text = row.text().states().clone();
    device.predict(weights, List.of(row));
    device.decode(List.of(row.latent()));
    assertThat(row.latent().values()).isEqualTo(before);
    assertThat(row.text().states()).isEqualTo(text);
  }

  @Test
  void latentsAreDecodedInTheirOrderToPicturesOfTheirSize() {
    Latent dark = device.encodeImage(List.of(grey(10))).get(0).mean();
    Latent light = device.encodeImage(List.of(grey(100))).get(0).mean();
    List<Picture> both = device.decode(List.of(dark, light));
    assertThat(both).extracting(Picture::width).containsExactly(SIDE, SIDE);
    assertThat(both).extracting(Picture::height).containsExactly(SIDE, SIDE);
    assertThat(both.get(0).rgb()[0] & 0xff).isLessThan(both.get(1).rgb()[0] & 0xff);
  }

  @Test
  void aMixChangesWhatIsPredictedAndGoesWithoutResidue() {
    Row row = row(499, "a tree");
    float[] plain = device.predict(weights, List.of(row)).get(0).values();
    LoraMix neon = new LoraMix(List.of(new LoraScale("neon", 0.8)));
    try (MixedWeights mixed = device.mix(neon)) {
      assertThat(mixed.bytes()).isPositive();
      assertThat(device.predict(mixed, List.of(row)).get(0).values()).isNotEqualTo(plain);
    }
    assertThat(device.predict(weights, List.of(row)).get(0).values()).isEqualTo(plain);
    try (MixedWeights again = device.mix(LoraMix.NONE)) {
      assertThat(device.predict(again, List.of(row)).get(0).values()).isEqualTo(plain);
    }
  }

  @Test
  void itsMemoryIsANumberThatStays() {
    CallMemory memory = device.memory();
    assertThat(memory.bytes()).isPositive();
    assertThat(memory.encode()).isPositive();
    assertThat(memory.predict()).isPositive();
    assertThat(memory.decode()).isPositive();
    device.decode(List.of(device.emptyLatent(SIDE, SIDE)));
    assertThat(device.memory()).isEqualTo(memory);
  }
}
