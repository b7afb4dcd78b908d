/**
 * Decides when a session's newest state is rendered, and reports the metrics. Task thread only; no
 * Flink.
 */
package inkflow.operators.scheduling;
