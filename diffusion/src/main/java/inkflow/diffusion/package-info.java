/**
 * The engine's port: open it with options, submit requests, read its metrics. Other modules see
 * only this and the requests.
 */
package inkflow.diffusion;
