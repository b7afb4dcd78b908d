/** Kafka as the gateway sees it: an event log to write to, and a feed of what comes back. */
package inkflow.gateway.log;
