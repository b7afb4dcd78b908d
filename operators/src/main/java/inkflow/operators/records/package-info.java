/**
 * Records between the operators: reading them from Kafka, serializing them for Flink, dead letters.
 */
package inkflow.operators.records;
