/** TorchScript written by Java: source, archive, and running it in libtorch. */
package inkflow.diffusion.torchscript;
