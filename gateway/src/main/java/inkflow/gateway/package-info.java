/** HTTP, WebSocket and the page: events in, the newest frame out to any number of viewers. */
package inkflow.gateway;
