/** The session operator: applies events to keyed state and emits finished frames. */
package inkflow.operators.session;
