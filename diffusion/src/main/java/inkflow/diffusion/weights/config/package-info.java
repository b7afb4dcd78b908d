/**
 * The configurations of networks and schedulers, read from a model's JSON or derived from its
 * weights' shapes.
 */
package inkflow.diffusion.weights.config;
