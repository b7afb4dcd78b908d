/** One picture, from a session's state to a compressed frame. Any thread; no Flink. */
package inkflow.operators.frames;
