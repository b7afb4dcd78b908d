/**
 * The formulas of adapters: what each kind adds to a weight, written once for plain arrays and for
 * libtorch.
 */
package inkflow.diffusion.lora.kinds;
