/**
 * The engine itself: one device thread for all sessions, and the pool that shares it within a
 * process.
 */
package inkflow.diffusion.engine;
