package inkflow.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SessionStateSerializerTest {
  private static final int VERSION_OF_SIMPLE_SNAPSHOTS = 3;

  /** Checkpoints store the class name, so the class must not move. */
  @Test
  void checkpointsOfEarlierReleasesFindTheSerializer() throws Exception {
    DataOutputSerializer written = new DataOutputSerializer(64);
    written.writeUTF("inkflow.operators.SessionStateSerializer$Snapshot");
    written.writeInt(VERSION_OF_SIMPLE_SNAPSHOTS);
    TypeSerializerSnapshot<SessionState> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(written.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isSameAs(SessionStateSerializer.INSTANCE);
  }
}
