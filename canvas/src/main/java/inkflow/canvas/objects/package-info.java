/**
 * What stands on the canvas: objects, their look and their order. Immutable values; no event, no
 * picture.
 */
package inkflow.canvas.objects;
