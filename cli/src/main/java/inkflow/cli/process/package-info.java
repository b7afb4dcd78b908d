/** A command as a process: one-line error messages, parallel start, shutdown. */
package inkflow.cli.process;
