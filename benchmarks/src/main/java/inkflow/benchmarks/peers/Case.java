package inkflow.benchmarks.peers;

/**
 * One thing to measure.
 *
 * @param size pixels of a side
 * @param rows pictures at once
 */
record Case(Part part, int size, int rows) {}
