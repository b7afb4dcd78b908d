/** What a command does as a process: failures to one line, starting side by side, shutting down. */
package inkflow.cli.process;
