/** The engine beside other libraries that run the same checkpoints: in turns, on one machine. */
package inkflow.benchmarks.peers;
