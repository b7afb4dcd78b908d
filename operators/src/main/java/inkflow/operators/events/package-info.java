/** Applies an event to a session's state, or refuses the event. No Flink, no clock. */
package inkflow.operators.events;
