package inkflow.diffusion.text;

/**
 * A part of a prompt with one weight.
 *
 * @param weight 1 is plain text; from -100 to 100
 */
record WeightedText(String text, double weight) {}
