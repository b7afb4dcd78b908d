package inkflow.canvas.document;

import inkflow.DocumentState;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.UnreadableRecordException;

/**
 * A document as bytes for keyed state, with undo history, clients and sequence numbers. The bytes
 * are an Avro {@link DocumentState} in single-object encoding, so later versions of the record can
 * read them. Thread-safe.
 */
public final class DocumentCodec {
  private static final RecordCodec<DocumentState> CODEC = RecordCodec.of(DocumentState.class);

  private DocumentCodec() {}

  public static byte[] encode(Document document) {
    return CODEC.encode(StateWriter.write(document));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UnreadableRecordException if these are not bytes of a document
   */
  public static Document decode(byte[] bytes) throws UnreadableRecordException {
    return StateReader.read(CODEC.decode(bytes));
  }
}
