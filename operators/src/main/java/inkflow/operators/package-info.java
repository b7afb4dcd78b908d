/** What a session is: its keyed state, and the settings its next picture is made with. */
package inkflow.operators;
