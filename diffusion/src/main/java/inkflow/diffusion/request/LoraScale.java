package inkflow.diffusion.request;

/**
 * One LoRA of a mix.
 *
 * @param name it was loaded under
 * @param scale 1.0 is the file's own strength, alpha / rank included; 0 leaves it out
 */
public record LoraScale(String name, double scale) {}
