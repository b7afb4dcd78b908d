/** Makes one frame: from a session's state to a compressed picture. Any thread; no Flink. */
package inkflow.operators.frames;
