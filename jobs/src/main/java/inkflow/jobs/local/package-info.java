/** A real Kafka broker and a real Flink cluster inside this process. */
package inkflow.jobs.local;
