/** What goes over a socket, both ways: JSON, pictures, errors, close codes. */
package inkflow.gateway.messages;
