/** When a session's newest state is rendered, and what is counted meanwhile. Task thread only. */
package inkflow.operators.scheduling;
