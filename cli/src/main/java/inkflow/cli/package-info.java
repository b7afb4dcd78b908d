/** The {@code inkflow} command. */
package inkflow.cli;
