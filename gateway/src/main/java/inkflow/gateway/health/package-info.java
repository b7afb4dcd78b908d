/** Health of each part between an event and its picture: broker, feed, producer, job. */
package inkflow.gateway.health;
