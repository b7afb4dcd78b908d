package inkflow.operators.records;

/**
 * An unreadable record and the reason, for the dead-letter topic.
 *
 * @param reason why it can't be read
 */
public record DeadLetter(RawRecord record, String reason) {}
