package inkflow.operators.records;

/**
 * A Kafka record as it came, not yet read.
 *
 * @param key null when it has none
 * @param value empty when it has none
 * @param timestamp milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRecord(
    String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {}
