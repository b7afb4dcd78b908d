/**
 * Fan-out: who is connected to a session, and sending each of them the newest frame. Event loop
 * only.
 */
package inkflow.gateway.fanout;
