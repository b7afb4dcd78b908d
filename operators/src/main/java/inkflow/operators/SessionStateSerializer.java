package inkflow.operators;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.CameraFrame;
import inkflow.canvas.document.DocumentCodec;
import inkflow.operators.records.ImmutableSerializer;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.UnreadableRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A version byte, then the fields of {@link SessionState} in order. Document and camera frame are
 * written as a length and their Avro bytes, which have their own schema evolution. Reads every
 * earlier version.
 */
final class SessionStateSerializer extends ImmutableSerializer<SessionState> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final RecordCodec<CameraFrame> CAMERA = RecordCodec.of(CameraFrame.class);
  static final SessionStateSerializer INSTANCE = new SessionStateSerializer();

  @Override
  public byte[] encode(SessionState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(VERSION);
    writeBlock(out, DocumentCodec.encode(state.document()));
    out.writeLong(state.canvasOffset());
    out.writeLong(state.frameNumber());
    out.writeBoolean(state.owed());
    writeBlock(out, state.sender().clientId().getBytes(UTF_8));
    out.writeLong(state.sender().clientSeq());
    out.writeLong(state.receivedAt());
    out.writeLong(state.touchedAt());
    out.writeBoolean(state.camera().isPresent());
    if (state.camera().isPresent()) {
      writeBlock(out, CAMERA.encode(state.camera().get()));
    }
    return bytes.toByteArray();
  }

  @Override
  public SessionState decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("session state version: " + version + " (expected: " + VERSION + ")");
    }
    try {
      return new SessionState(
          DocumentCodec.decode(readBlock(in)),
          in.readLong(),
          in.readLong(),
          in.readBoolean(),
          new SessionState.Sender(new String(readBlock(in), UTF_8), in.readLong()),
          in.readLong(),
          in.readLong(),
          in.readBoolean() ? Optional.of(CAMERA.decode(readBlock(in))) : Optional.empty());
    } catch (UnreadableRecordException e) {
      throw new IOException("session state", e);
    }
  }

  private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  private static byte[] readBlock(DataInputStream in) throws IOException {
    byte[] block = new byte[in.readInt()];
    in.readFully(block);
    return block;
  }

  @Override
  public TypeSerializerSnapshot<SessionState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Holds no data: each value starts with its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SessionState> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
