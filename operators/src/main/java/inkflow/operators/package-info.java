/** A session's keyed state, and the settings of its next picture. */
package inkflow.operators;
