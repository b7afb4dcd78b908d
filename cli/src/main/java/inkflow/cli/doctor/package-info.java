/** What this machine offers Inkflow, and what is missing. */
package inkflow.cli.doctor;
