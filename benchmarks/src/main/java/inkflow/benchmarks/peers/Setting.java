package inkflow.benchmarks.peers;

import java.nio.file.Path;

/**
 * What all sides of a comparison have in common.
 *
 * @param name of the model in the table
 * @param folder diffusers' layout, so that every side reads the same weights
 * @param precision {@code fp32}, {@code bf16} or {@code fp16}
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads of one operation on a CPU
 * @param steps of a whole picture
 */
record Setting(String name, Path folder, String precision, String device, int threads, int steps) {}
