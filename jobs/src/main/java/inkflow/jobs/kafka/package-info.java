/**
 * How clients of Kafka log in: their settings from a file, and asking the brokers once. Whoever
 * opens a client may use it.
 */
package inkflow.jobs.kafka;
