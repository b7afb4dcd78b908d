/**
 * The engine's port: open it with options, hand in requests, read its metrics. All that other
 * modules see besides the requests.
 */
package inkflow.diffusion;
