/**
 * The server for browsers: HTTP routes, WebSockets and the page. One event loop owns all state;
 * Kafka's threads only hand over to it.
 */
package inkflow.gateway;
