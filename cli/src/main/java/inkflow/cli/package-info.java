/** The {@code inkflow} command and its subcommands. */
package inkflow.cli;
