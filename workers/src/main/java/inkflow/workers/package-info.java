/**
 * Long-lived threads that are watched: restarted when they fail, with a growing pause, and asked
 * how they are. Everybody may use it; it uses nothing of ours.
 */
package inkflow.workers;
