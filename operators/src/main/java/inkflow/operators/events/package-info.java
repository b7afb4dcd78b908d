/**
 * An event and a session's state become the next state, or the event is refused. No Flink, no
 * clock.
 */
package inkflow.operators.events;
