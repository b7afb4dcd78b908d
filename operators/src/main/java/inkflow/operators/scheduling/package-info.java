/**
 * When a session's newest state is rendered, and what is counted meanwhile. Task thread only; no
 * Flink.
 */
package inkflow.operators.scheduling;
