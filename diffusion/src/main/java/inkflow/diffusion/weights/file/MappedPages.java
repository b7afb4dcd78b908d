package inkflow.diffusion.weights.file;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Lets pages of mapped files go from this process; the system's page cache keeps them. */
final class MappedPages {
  /** {@code MADV_DONTNEED} of Linux: a mapped file's pages are read again when next touched. */
  private static final int DONT_NEED = 4;

  private static final long PAGE = 4096;

  private MappedPages() {}

  /**
   * Without it a process keeps every weight twice: as the file has it and as it computes with it.
   * Does nothing but on Linux.
   *
   * @param mapped part of a file's read-only mapping: what was written to other memory is lost
   */
  static void release(ByteBuffer mapped) {
    if (Platform.isLinux() && mapped.hasRemaining()) {
      long address = Pointer.nativeValue(Native.getDirectBufferPointer(mapped));
      long start = address / PAGE * PAGE;
      LibC.madvise(new Pointer(start), address + mapped.remaining() - start, DONT_NEED);
    }
  }

  /** Bound at its first use, which small models never come to. */
  private static final class LibC {
    static {
      Native.register(LibC.class, "c");
    }

    static native int madvise(Pointer start, long length, int advice);
  }
}
