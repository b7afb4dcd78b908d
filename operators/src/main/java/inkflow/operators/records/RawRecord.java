package inkflow.operators.records;

/**
 * A Kafka record before decoding.
 *
 * @param key null if it has none
 * @param value empty if it has none
 * @param timestamp milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRecord(
    String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {}
