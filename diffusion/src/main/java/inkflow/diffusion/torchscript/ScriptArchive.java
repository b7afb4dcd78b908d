package inkflow.diffusion.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file that libtorch loads: a zip of stored entries under one folder, with the source, the
 * pickled module object (its only field is {@code training}) and no constants.
 */
final class ScriptArchive {
  private static final String FOLDER = "network/";

  /** Pickle, protocol 2: {@code __torch__.Network}, an empty tuple, and its state. */
  private static final byte[] MODULE = module("__torch__\nNetwork\n");

  /** Pickle of an empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private ScriptArchive() {}

  /** The archive's bytes. */
  public static byte[] bytes(Script script) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", MODULE);
      store(zip, "code/__torch__.py", script.source().getBytes(UTF_8));
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "version", "3\n".getBytes(UTF_8));
      store(zip, "byteorder", "little".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] module(String global) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.writeBytes(global.getBytes(UTF_8));
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.writeBytes("training".getBytes(UTF_8));
    pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // False
    return pickle.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
