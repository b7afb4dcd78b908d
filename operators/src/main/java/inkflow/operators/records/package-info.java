/**
 * Records between the operators: what was read from Kafka, how Flink serializes it, and where
 * unreadable bytes go.
 */
package inkflow.operators.records;
