/** The session operator: an event becomes the next state, a finished frame goes out. */
package inkflow.operators.session;
