/** The Flink job: topology, options and how it is submitted. */
package inkflow.jobs;
