package inkflow.diffusion.torchscript;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Makes the end of the process skip the destructors of the native libraries that are loaded so far.
 * The JVM ends by C's {@code exit}, which runs them while the device thread may still compute with
 * what they free. That crashes.
 */
final class DirectExit {
  private DirectExit() {}

  /**
   * Registers C's {@code _exit} as the handler to run first. It gets the exit code, and ends the
   * process with it. Does nothing where the C library has no {@code on_exit}; glibc has it.
   */
  static void register() {
    NativeLibrary libc = NativeLibrary.getProcess();
    Pointer exit;
    try {
      exit = libc.getGlobalVariableAddress("_exit");
      libc.getFunction("on_exit");
    } catch (UnsatisfiedLinkError e) {
      return;
    }
    int error = libc.getFunction("on_exit").invokeInt(new Object[] {exit, Pointer.NULL});
    if (error != 0) {
      throw new IllegalStateException("on_exit: " + error + " (expected: 0)");
    }
  }
}
