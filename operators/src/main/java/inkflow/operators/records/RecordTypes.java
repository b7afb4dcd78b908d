package inkflow.operators.records;

import inkflow.CameraFrame;
import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Type information for everything that flows through the job, so that Flink never falls back to
 * Kryo.
 */
public final class RecordTypes {
  public static final TypeInformation<SourceEvent> SOURCE_EVENT =
      new SerializerTypeInfo<>(SourceEvent.class, SourceEventSerializer.INSTANCE);
  public static final TypeInformation<CameraFrame> CAMERA_FRAME =
      new SerializerTypeInfo<>(CameraFrame.class, RecordSerializer.CameraFrames.INSTANCE);
  public static final TypeInformation<GeneratedFrame> GENERATED_FRAME =
      new SerializerTypeInfo<>(GeneratedFrame.class, RecordSerializer.GeneratedFrames.INSTANCE);
  public static final TypeInformation<SessionUpdate> SESSION_UPDATE =
      new SerializerTypeInfo<>(SessionUpdate.class, RecordSerializer.SessionUpdates.INSTANCE);
  public static final TypeInformation<EngineCapabilities> ENGINE_CAPABILITIES =
      new SerializerTypeInfo<>(EngineCapabilities.class, RecordSerializer.Capabilities.INSTANCE);

  public static final TypeInformation<RawRecord> RAW_RECORD =
      new SerializerTypeInfo<>(RawRecord.class, RawRecordSerializer.INSTANCE);
  static final TypeInformation<DeadLetter> DEAD_LETTER =
      new SerializerTypeInfo<>(DeadLetter.class, DeadLetterSerializer.INSTANCE);

  private RecordTypes() {}
}
