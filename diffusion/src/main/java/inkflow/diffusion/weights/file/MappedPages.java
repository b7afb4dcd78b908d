package inkflow.diffusion.weights.file;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Releases the pages of mapped files from this process; they stay in the system's page cache. */
final class MappedPages {
  /** {@code MADV_DONTNEED} of Linux: a mapped file's pages are read again when next touched. */
  private static final int DONT_NEED = 4;

  private static final long PAGE = 4096;

  private MappedPages() {}

  /**
   * Releases the pages of a mapping. Otherwise the process would hold every weight twice: as in the
   * file, and as converted for computing. Works only on Linux; elsewhere it does nothing.
   *
   * @param mapped part of a file's read-only mapping; other memory would lose its contents
   */
  static void release(ByteBuffer mapped) {
    if (Platform.isLinux() && mapped.hasRemaining()) {
      long address = Pointer.nativeValue(Native.getDirectBufferPointer(mapped));
      long start = address / PAGE * PAGE;
      LibC.madvise(new Pointer(start), address + mapped.remaining() - start, DONT_NEED);
    }
  }

  /** Bound on first use; small models never use it. */
  private static final class LibC {
    static {
      Native.register(LibC.class, "c");
    }

    static native int madvise(Pointer start, long length, int advice);
  }
}
