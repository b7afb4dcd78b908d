/**
 * Supervised long-lived threads: restarted with backoff when they fail, with a status to query.
 * Every module may use it; it uses none of them.
 */
package inkflow.workers;
