/** Safetensors files and the JSON beside them, checked before they are believed. Reads only. */
package inkflow.diffusion.weights.file;
