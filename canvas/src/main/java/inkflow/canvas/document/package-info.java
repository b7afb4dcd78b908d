/**
 * The document that people draw: applying events, undo, clients, and its encoding for keyed state.
 * Called by the session operator.
 */
package inkflow.canvas.document;
