/**
 * The configurations of networks and schedulers, read from a model's JSON or told from its weights'
 * shapes.
 */
package inkflow.diffusion.weights.config;
