/** A request for one picture, and its result. Every module that draws may use it. */
package inkflow.diffusion.request;
