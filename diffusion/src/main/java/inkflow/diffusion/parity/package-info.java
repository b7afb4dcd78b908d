/**
 * Compares this engine's parts with what a reference implementation gave for the same inputs: a
 * folder of cases, each with small models, tensors in and tensors out.
 */
package inkflow.diffusion.parity;
