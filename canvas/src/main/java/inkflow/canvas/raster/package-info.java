/**
 * Draws a document as pixels, and only what has changed. Called where a picture starts from the
 * canvas.
 */
package inkflow.canvas.raster;
