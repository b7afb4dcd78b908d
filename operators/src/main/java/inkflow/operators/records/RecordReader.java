package inkflow.operators.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.CameraFrame;
import inkflow.ObjectAdded;
import inkflow.SketchEvent;
import inkflow.canvas.kinds.ObjectRecords;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.UnreadableRecordException;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Decodes records. Those that can't be decoded go to {@link #DEAD_LETTERS}; the job continues. */
public abstract class RecordReader<T> extends ProcessFunction<RawRecord, T> {
  private static final long serialVersionUID = 1L;

  /** Side output for records that can't be decoded. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", RecordTypes.DEAD_LETTER);

  private transient Counter unreadable;

  abstract T read(RawRecord record) throws UnreadableRecordException;

  abstract String sessionOf(T read);

  @Override
  public void open(OpenContext context) {
    unreadable = getRuntimeContext().getMetricGroup().counter("recordsUnreadable");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<T> out) {
    try {
      T read = read(record);
      requireOwnKey(record.key(), sessionOf(read));
      out.collect(read);
    } catch (UnreadableRecordException e) {
      unreadable.inc();
      context.output(DEAD_LETTERS, new DeadLetter(record, e.getMessage()));
    }
  }

  /**
   * A record's key must be its session: events of one session in two partitions would have no
   * order.
   */
  private static void requireOwnKey(byte[] key, String session) throws UnreadableRecordException {
    if (key != null && !Arrays.equals(key, session.getBytes(UTF_8))) {
      throw new UnreadableRecordException(
          "key: " + new String(key, UTF_8) + " (expected: the sessionId, " + session + ")", null);
    }
  }

  /** Decodes {@code sketch-events}. */
  public static final class SketchEvents extends RecordReader<SourceEvent> {
    private static final long serialVersionUID = 1L;
    private static final RecordCodec<SketchEvent> CODEC = RecordCodec.of(SketchEvent.class);

    @Override
    SourceEvent read(RawRecord record) throws UnreadableRecordException {
      SketchEvent event = CODEC.decode(record.value());
      requireKnownKind(event);
      return new SourceEvent(event, record.partition(), record.offset(), record.timestamp());
    }

    /**
     * What a later version of the schema may have: refused by every session, it would only be lost.
     */
    static void requireKnownKind(SketchEvent event) throws UnreadableRecordException {
      if (event.getEvent() instanceof ObjectAdded added
          && !ObjectRecords.isKnown(added.getObject())) {
        throw new UnreadableRecordException(
            "event.ObjectAdded.object: "
                + added.getObject().getClass().getSimpleName()
                + " (expected: a kind of object that this version knows)",
            null);
      }
    }

    @Override
    String sessionOf(SourceEvent read) {
      return read.sessionId();
    }
  }

  /** Decodes {@code camera-frames}. */
  public static final class CameraFrames extends RecordReader<CameraFrame> {
    private static final long serialVersionUID = 1L;
    private static final RecordCodec<CameraFrame> CODEC = RecordCodec.of(CameraFrame.class);

    @Override
    CameraFrame read(RawRecord record) throws UnreadableRecordException {
      return CODEC.decode(record.value());
    }

    @Override
    String sessionOf(CameraFrame read) {
      return read.getSessionId();
    }
  }
}
