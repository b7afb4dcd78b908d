/**
 * The gateway's port to Kafka: an event log to write to, and a feed of frames, updates and events.
 */
package inkflow.gateway.log;
