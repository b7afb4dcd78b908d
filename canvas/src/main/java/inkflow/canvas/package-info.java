/** The document people draw: objects, apply(event), undo, rasterise. No Flink, no clock. */
package inkflow.canvas;
