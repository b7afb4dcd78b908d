package inkflow.diffusion.lora;

/** The networks that an adapter may change. */
public enum ModelPart {
  UNET("unet"),
  TEXT_ENCODER("text_encoder"),
  /** The second one of SDXL. */
  TEXT_ENCODER_2("text_encoder_2");

  private final String folder;

  ModelPart(String folder) {
    this.folder = folder;
  }

  /** Its folder in a checkpoint, and its prefix in diffusers' names. */
  public String folder() {
    return folder;
  }
}
