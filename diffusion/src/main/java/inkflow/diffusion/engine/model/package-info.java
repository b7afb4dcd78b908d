/**
 * Finds what the options name on disk, before anything is loaded: files, tokenizers, LoRAs,
 * ControlNets.
 */
package inkflow.diffusion.engine.model;
