/**
 * What an event must keep to: limits, ranges, image files. Called before an event is applied;
 * answers with a refusal.
 */
package inkflow.canvas.rules;
