/** Editors' connections: their events are written to the log and acknowledged. Event loop only. */
package inkflow.gateway.editing;
