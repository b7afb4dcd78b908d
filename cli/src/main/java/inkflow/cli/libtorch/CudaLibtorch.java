package inkflow.cli.libtorch;

import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.NoGpuException;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The libtorch for GPUs that fits DJL's native part: fetched from PyPI the first time somebody
 * needs it, and kept for all that this user runs.
 */
public final class CudaLibtorch {
  /** What {@link #standard()} is, in words. */
  public static final String NAME = "libtorch 2.7.1 for CUDA 12.6";

  /** Its kernels are for these and what lies between; 89 runs those for 86. */
  private static final int OLDEST_CAPABILITY = 50;

  private static final int NEWEST_CAPABILITY = 90;
  private static final String FOLDER = "libtorch-2.7.1-cu126";

  /** Of the unpacked libraries, with the largest wheel beside them. */
  private static final long DISK = 5_300_000_000L;

  private final LibtorchFolder folder;
  private final List<Wheel> wheels;
  private final List<String> python;

  CudaLibtorch(Path folder, List<Wheel> wheels, List<String> python) {
    this.folder = new LibtorchFolder(folder);
    this.wheels = List.copyOf(wheels);
    this.python = List.copyOf(python);
  }

  /** The one of this user. */
  public static CudaLibtorch standard() {
    return in(cache(Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))));
  }

  /** One in a folder, which need not be there. */
  public static CudaLibtorch in(Path folder) {
    return new CudaLibtorch(folder, Wheel.ofLibtorch(), List.of("python3", "python"));
  }

  private static Path cache(Optional<String> xdg) {
    return xdg.map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("inkflow")
        .resolve(FOLDER);
  }

  /**
   * Has the engine compute with it, and fetches it if need be. Where {@code PYTORCH_LIBRARY_PATH}
   * names a libtorch, that one is taken and nothing is fetched.
   *
   * @param gpu to compute on
   * @throws NoGpuException if it has no kernels for this GPU
   * @throws FetchException if it can't be fetched
   */
  public void use(Gpu gpu, PrintWriter log) throws InterruptedException {
    if (TorchRuntime.given().isPresent()) {
      return;
    }
    require(gpu);
    TorchRuntime.use(fetch(log));
  }

  private static void require(Gpu gpu) {
    if (gpu.capability() < OLDEST_CAPABILITY || gpu.capability() > NEWEST_CAPABILITY) {
      throw new NoGpuException(
          "cuda:%d: %s has compute capability %s (expected: 5.0 to 9.0, which %s has kernels for; or a libtorch of your own in PYTORCH_LIBRARY_PATH)"
              .formatted(gpu.index(), gpu.name(), gpu.capabilityName(), NAME));
    }
  }

  /** Whether it has been fetched. */
  public boolean isHere() {
    return folder.isComplete();
  }

  /** Bytes that a first {@link #fetch} downloads. */
  public long bytes() {
    return wheels.stream().mapToLong(Wheel::bytes).sum();
  }

  /**
   * Fetches what is not there yet; waits if another process does. What a broken run has fetched
   * counts.
   *
   * @param log what is fetched, how large it is and where it goes, before it is
   * @return the folder of its libraries
   * @throws FetchException if it can't be
   */
  public Path fetch(PrintWriter log) throws InterruptedException {
    if (!folder.isComplete()) {
      requireLinux();
      Pip pip = Pip.find(python);
      try (FileChannel held = folder.lock()) {
        if (held.isOpen() && !folder.isComplete()) {
          fetch(pip, log);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(NAME + " in " + folder.libraries(), e);
      }
    }
    return folder.libraries();
  }

  private void fetch(Pip pip, PrintWriter log) throws IOException, InterruptedException {
    requireDisk();
    List<Wheel> missing = wheels.stream().filter(wheel -> !folder.has(wheel)).toList();
    long bytes = missing.stream().mapToLong(Wheel::bytes).sum();
    log.printf(
        Locale.ROOT,
        "Fetching %s, %.2f GB, from PyPI into %s; once.%n",
        NAME,
        bytes / 1e9,
        folder.libraries());
    log.flush();
    for (int i = 0; i < missing.size(); i++) {
      Wheel wheel = missing.get(i);
      Path file = pip.download(wheel, folder.downloads(), i == 0);
      log.printf(Locale.ROOT, "  %s, %.1f MB%n", wheel.name(), wheel.bytes() / 1e6);
      log.flush();
      folder.add(wheel, file);
    }
    folder.complete();
  }

  private void requireDisk() throws IOException {
    if (folder.free() < DISK) {
      throw new FetchException(
          String.format(
              Locale.ROOT,
              "%s: %.1f GB free for %s (expected: %.1f GB; XDG_CACHE_HOME names another place)",
              folder.libraries(),
              folder.free() / 1e9,
              NAME,
              DISK / 1e9));
    }
  }

  private static void requireLinux() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      throw new FetchException(
          system + ": no " + NAME + " (expected: Linux amd64, or --device cpu)");
    }
  }
}
