/** Who watches a session, and the newest frame to each of them. Event loop only. */
package inkflow.gateway.fanout;
