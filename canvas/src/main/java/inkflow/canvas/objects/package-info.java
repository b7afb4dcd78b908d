/**
 * The objects on the canvas, their look and their order. Immutable values that know nothing of
 * events or pixels.
 */
package inkflow.canvas.objects;
