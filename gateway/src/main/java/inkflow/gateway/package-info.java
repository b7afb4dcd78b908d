/**
 * Browsers in front of Kafka: sockets that write what people draw to the log, and newest-frame-only
 * fan-out of the pictures that come back. One event loop owns all state; Kafka's threads hand over
 * to it and never touch it.
 */
package inkflow.gateway;
