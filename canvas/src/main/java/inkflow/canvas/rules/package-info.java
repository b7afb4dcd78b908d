/**
 * Checks on an event: limits, ranges, image files. Called before an event is applied; answers with
 * a refusal.
 */
package inkflow.canvas.rules;
