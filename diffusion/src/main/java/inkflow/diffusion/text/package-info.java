/** Prompts to token ids, as CLIP's text encoders were trained on them. */
package inkflow.diffusion.text;
