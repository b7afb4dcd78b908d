/** Messages on a socket, in both directions: JSON, pictures, errors, close codes. */
package inkflow.gateway.messages;
