/**
 * The document people draw: events applied, undo, clients, and its bytes for keyed state. Called by
 * the session operator.
 */
package inkflow.canvas.document;
