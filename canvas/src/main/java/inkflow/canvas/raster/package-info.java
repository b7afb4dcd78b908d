/**
 * Draws a document as pixels; redraws only what has changed. Called when a picture starts from the
 * canvas.
 */
package inkflow.canvas.raster;
