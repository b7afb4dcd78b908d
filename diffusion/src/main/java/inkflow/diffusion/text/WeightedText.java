package inkflow.diffusion.text;

/**
 * Part of a prompt that counts as one.
 *
 * @param weight 1 is plain text; from -100 to 100
 */
record WeightedText(String text, double weight) {}
