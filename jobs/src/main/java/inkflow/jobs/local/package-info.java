/** A Kafka broker and a Flink cluster inside this process, both the real ones. */
package inkflow.jobs.local;
