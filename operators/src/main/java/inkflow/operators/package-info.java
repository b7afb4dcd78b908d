/** The session operator: keyed canvas state, conflation, and renders in flight. */
package inkflow.operators;
