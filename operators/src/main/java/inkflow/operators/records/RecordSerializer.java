package inkflow.operators.records;

import inkflow.CameraFrame;
import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.UnreadableRecordException;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Avro records between operators, in the same encoding as on Kafka. */
abstract class RecordSerializer<T extends SpecificRecordBase> extends ImmutableSerializer<T> {
  private static final long serialVersionUID = 1L;
  private final transient RecordCodec<T> codec;

  RecordSerializer(Class<T> type) {
    this.codec = RecordCodec.of(type);
  }

  @Override
  public byte[] encode(T value) {
    return codec.encode(value);
  }

  @Override
  public T decode(byte[] bytes) throws IOException {
    try {
      return codec.decode(bytes);
    } catch (UnreadableRecordException e) {
      throw new IOException(e);
    }
  }

  /** Returns the singleton after Java serialization, because the codec is not serializable. */
  abstract Object readResolve();

  static final class CameraFrames extends RecordSerializer<CameraFrame> {
    private static final long serialVersionUID = 1L;
    static final CameraFrames INSTANCE = new CameraFrames();

    private CameraFrames() {
      super(CameraFrame.class);
    }

    @Override
    Object readResolve() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSnapshot<CameraFrame> snapshotConfiguration() {
      return new CameraFramesSnapshot();
    }

    /** Nothing to remember: the bytes name their own schema. */
    public static final class CameraFramesSnapshot
        extends SimpleTypeSerializerSnapshot<CameraFrame> {
      public CameraFramesSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }

  static final class GeneratedFrames extends RecordSerializer<GeneratedFrame> {
    private static final long serialVersionUID = 1L;
    static final GeneratedFrames INSTANCE = new GeneratedFrames();

    private GeneratedFrames() {
      super(GeneratedFrame.class);
    }

    @Override
    Object readResolve() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSnapshot<GeneratedFrame> snapshotConfiguration() {
      return new GeneratedFramesSnapshot();
    }

    /** Nothing to remember: the bytes name their own schema. */
    public static final class GeneratedFramesSnapshot
        extends SimpleTypeSerializerSnapshot<GeneratedFrame> {
      public GeneratedFramesSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }

  static final class SessionUpdates extends RecordSerializer<SessionUpdate> {
    private static final long serialVersionUID = 1L;
    static final SessionUpdates INSTANCE = new SessionUpdates();

    private SessionUpdates() {
      super(SessionUpdate.class);
    }

    @Override
    Object readResolve() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSnapshot<SessionUpdate> snapshotConfiguration() {
      return new SessionUpdatesSnapshot();
    }

    /** Nothing to remember: the bytes name their own schema. */
    public static final class SessionUpdatesSnapshot
        extends SimpleTypeSerializerSnapshot<SessionUpdate> {
      public SessionUpdatesSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }

  static final class Capabilities extends RecordSerializer<EngineCapabilities> {
    private static final long serialVersionUID = 1L;
    static final Capabilities INSTANCE = new Capabilities();

    private Capabilities() {
      super(EngineCapabilities.class);
    }

    @Override
    Object readResolve() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSnapshot<EngineCapabilities> snapshotConfiguration() {
      return new CapabilitiesSnapshot();
    }

    /** Nothing to remember: the bytes name their own schema. */
    public static final class CapabilitiesSnapshot
        extends SimpleTypeSerializerSnapshot<EngineCapabilities> {
      public CapabilitiesSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
