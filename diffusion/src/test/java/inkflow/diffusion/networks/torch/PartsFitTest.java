package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PartsFitTest {
  private static final Path INKLING = Path.of("..", "models", "inkling");

  @Test
  void aUNetThatTakesSomethingUnknownBesideTheLatentIsRefusedByItsChannels() {
    ComponentFolder own = ComponentFolder.ofDiffusers(INKLING.resolve("unet"));
    ObjectNode config = own.config().node().deepCopy();
    config.put("in_channels", 16);
    JsonFile other = JsonFile.of(own.config().file(), config);
    PartsFit fit =
        new PartsFit(new ComponentFolder(own.path(), other, own.tensors()), UNetConfig.read(other));
    AutoencoderConfig vae =
        AutoencoderConfig.read(ComponentFolder.ofDiffusers(INKLING.resolve("vae")).config());
    assertThatThrownBy(() -> fit.requireLatents(vae))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("in_channels: 16 (expected: 8, a latent's, or 17 for inpainting)");
  }
}
