package inkflow.diffusion.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private static final long GB = 1L << 30;

  @TempDir Path temp;

  @Test
  void filesFarOver2GbAreMappedWhole() throws IOException {
    // A sparse file: five tensors of a gigabyte, a small one at the very end.
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 5; i++) {
      header.append(entry("big" + i, 256L << 20, i * GB, (i + 1) * GB)).append(',');
    }
    header.append(entry("last", 1, 5 * GB, 5 * GB + 4)).append('}');
    Path file = write("big.safetensors", header.toString());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1.5f);
      channel.write(one, 8 + header.length() + 5 * GB);
    }
    SafetensorsFile big = SafetensorsFile.open(file);
    assertThat(big.tensors().get("last").toFloats()).containsExactly(1.5f);
    assertThat(big.tensors().get("big3").elements()).isEqualTo(256 << 20);
    assertThat(big.tensors().get("big4").bytes().getFloat((int) GB - 4)).isZero();
  }

  @Test
  void scalarsAndEmptyTensorsAreTensors() throws IOException {
    Path file =
        write(
            "small.safetensors",
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[0,0]},"
                + "\"one\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}  ",
            0,
            0,
            0x20,
            0x40);
    SafetensorsFile small = SafetensorsFile.open(file);
    assertThat(small.metadata()).containsEntry("format", "pt");
    assertThat(small.tensors().get("none").toFloats()).isEmpty();
    assertThat(small.tensors().get("one").toFloats()).containsExactly(2.5f);
  }

  @Test
  void aReleasedTensorReadsTheSame() {
    for (TensorView tensor :
        SafetensorsFile.open(Golden.of("rng").path("io.safetensors")).tensors().values()) {
      ByteBuffer before = ByteBuffer.allocate(tensor.bytes().remaining()).put(tensor.bytes());
      tensor.release();
      assertThat(tensor.bytes()).isEqualTo(before.flip());
    }
  }

  @Test
  void viewsCanNotBeWrittenThrough() {
    TensorView tensor =
        SafetensorsFile.open(Golden.of("rng").path("io.safetensors")).tensors().get("out.rand.0");
    assertThat(tensor.bytes().isReadOnly()).isTrue();
    assertThat(tensor.bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(tensor.bytes().remaining()).isEqualTo(40);
  }

  @Test
  void aDamagedHeaderIsRefusedOrReadNeverAnythingElse() throws IOException {
    byte[] good =
        Files.readAllBytes(
            Golden.of("malformed").path("good-vae/diffusion_pytorch_model.safetensors"));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = good.clone();
      for (int j = 0; j <= i % 3; j++) {
        damaged[random.nextInt(3000)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(temp.resolve("damaged.safetensors"), damaged);
      try {
        SafetensorsFile.open(file).tensors().values().forEach(TensorView::bytes);
      } catch (InvalidModelException e) {
        assertThat(e).hasMessageContaining("damaged.safetensors");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() throws IOException {
    Path file = write("deep.safetensors", "{\"a\":" + "[".repeat(5_000_000));
    assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(InvalidModelException.class);
  }

  @Test
  void missingFilesAndFoldersSayWhatTheyAre() {
    assertThatThrownBy(() -> SafetensorsFile.open(temp.resolve("no.safetensors")))
        .hasMessageEndingWith("no.safetensors: no such file");
    assertThatThrownBy(() -> SafetensorsFile.open(temp))
        .hasMessageEndingWith("is a folder (expected: a safetensors file)");
  }

  private static String entry(String name, long elements, long begin, long end) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(name, elements, begin, end);
  }

  private Path write(String name, String header, int... data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int value : data) {
      bytes.put((byte) value);
    }
    return Files.write(temp.resolve(name), bytes.array());
  }
}
