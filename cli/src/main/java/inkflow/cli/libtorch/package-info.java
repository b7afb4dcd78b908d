/** Fetches libtorch for CUDA once, and makes the engine use it. */
package inkflow.cli.libtorch;
