package inkflow.operators.records;

/**
 * A record that nobody can read, kept for those who want to know why.
 *
 * @param reason what is wrong with it
 */
public record DeadLetter(RawRecord record, String reason) {}
