package inkflow.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * Earlier schemas of the records. {@code earlier/Record.1.avsc} is the first version of Record, in
 * parsing canonical form; its fingerprint is the one in the header of records written with it.
 */
final class EarlierSchemas {
  private EarlierSchemas() {}

  static SchemaStore of(String record) {
    SchemaStore.Cache store = new SchemaStore.Cache();
    int form = 1;
    while (add(store, "earlier/" + record + "." + form + ".avsc")) {
      form++;
    }
    return store;
  }

  private static boolean add(SchemaStore.Cache store, String file) {
    try (InputStream in = EarlierSchemas.class.getResourceAsStream(file)) {
      if (in == null) {
        return false;
      }
      store.addSchema(new Schema.Parser().parse(in));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
