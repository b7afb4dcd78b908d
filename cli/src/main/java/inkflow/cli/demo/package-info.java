/** The whole system in one process. */
package inkflow.cli.demo;
