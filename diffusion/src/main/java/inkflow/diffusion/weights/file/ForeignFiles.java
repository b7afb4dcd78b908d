package inkflow.diffusion.weights.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises files that people often have instead of a safetensors file, for a helpful error. */
final class ForeignFiles {
  private ForeignFiles() {}

  /**
   * @param start the first bytes, at most 64
   */
  static void refuse(Path file, ByteBuffer start) {
    String text = StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
    String what = recognise(text);
    if (what != null) {
      throw new InvalidModelException(file, "", what + " (expected: a safetensors file)");
    }
  }

  private static String recognise(String text) {
    if (text.isEmpty()) {
      return "an empty file";
    }
    if (text.length() > 8 && text.charAt(8) == '{') {
      return null; // the length field of a safetensors header may look like anything
    }
    if (text.startsWith("PK\3\4")) {
      return "a zip archive, as torch.save writes (.ckpt, .pt, .bin); it may run code when opened,"
          + " so it never is: convert it to safetensors";
    }
    if (text.startsWith("\u0080\u0002") || text.startsWith("\u0080\u0004")) {
      return "a Python pickle (.ckpt, .pt, .bin); it may run code when opened, so it never is:"
          + " convert it to safetensors";
    }
    if (text.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer, not the file it points to: run `git lfs pull`";
    }
    if (text.startsWith("GGUF")) {
      return "a GGUF file";
    }
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      return "a web page, such as the error page of a failed download";
    }
    return null;
  }
}
