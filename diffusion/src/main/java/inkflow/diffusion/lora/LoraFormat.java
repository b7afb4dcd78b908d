package inkflow.diffusion.lora;

/** How a file names its tensors. */
public enum LoraFormat {
  /** {@code lora_unet_down_blocks_0_....lora_down.weight}. */
  KOHYA,
  /**
   * The same with the block names of the original SDXL code: {@code lora_unet_input_blocks_...}.
   */
  KOHYA_SGM,
  /** {@code base_model.model.down_blocks.0....lora_A.weight}. */
  PEFT,
  /** {@code unet.down_blocks.0....lora_A.weight}. */
  DIFFUSERS,
  /** {@code unet.down_blocks.0....lora.down.weight}. */
  DIFFUSERS_MIDDLE,
  /** {@code unet.....attn1.processor.to_q_lora.down.weight}. */
  DIFFUSERS_OLD,
  /** More than one of them in one file. */
  MIXED
}
