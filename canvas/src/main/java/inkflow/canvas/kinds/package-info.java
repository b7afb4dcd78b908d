/** The kinds of object, one class each: as a record, as a value, and what differs between them. */
package inkflow.canvas.kinds;
