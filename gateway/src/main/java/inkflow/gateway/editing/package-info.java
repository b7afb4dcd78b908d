/** Who edits a session: what they do goes to the log, and is acknowledged. Event loop only. */
package inkflow.gateway.editing;
