/**
 * What the options name, found on disk before anything is loaded: files, tokenizers, LoRAs,
 * ControlNets.
 */
package inkflow.diffusion.engine.model;
