package inkflow.canvas.kinds;

/**
 * What the record of an object says: what it is, and its colours.
 *
 * @param fill 0xAARRGGBB; 0 where it has none
 * @param outline 0xAARRGGBB; 0 for none
 */
public record Painted(Content content, int fill, int outline) {}
