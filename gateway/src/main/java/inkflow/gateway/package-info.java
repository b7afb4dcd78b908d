/**
 * Browsers in front of Kafka: the server, its addresses and the page. One event loop owns all
 * state; Kafka's threads hand over to it and never touch it.
 */
package inkflow.gateway;
