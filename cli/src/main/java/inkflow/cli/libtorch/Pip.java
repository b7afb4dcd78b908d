package inkflow.cli.libtorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Python's package client. It gets files from PyPI, or from the mirror that its settings name, and
 * checks them against their SHA-256.
 */
final class Pip {
  private static final Pattern VERSION = Pattern.compile("pip (\\d+)\\.(\\d+)");

  /** Since then it goes on with a file where the connection broke. */
  private static final int RESUMES_SINCE = 2501;

  /** Since then it knows the platform that the wheels are for. */
  private static final int OLDEST = 2003;

  private final List<String> command;
  private final int version;

  private Pip(List<String> command, int version) {
    this.command = command;
    this.version = version;
  }

  /**
   * @param python the commands to try, the first that has pip wins
   * @throws FetchException if none has it
   */
  static Pip find(List<String> python) throws InterruptedException {
    for (String each : python) {
      List<String> command = List.of(each, "-m", "pip");
      int version = version(command);
      if (version >= OLDEST) {
        return new Pip(command, version);
      }
    }
    throw new FetchException(
        "no pip 20.3 or newer in %s (expected: Python 3 with pip, apt install python3-pip; or a libtorch of your own in PYTORCH_LIBRARY_PATH)"
            .formatted(String.join(", ", python)));
  }

  /** 100 times the major number and the minor; 0 where it doesn't run. */
  private static int version(List<String> command) throws InterruptedException {
    try {
      Process pip = new ProcessBuilder(with(command, "--version")).start();
      String said = new String(pip.getInputStream().readAllBytes(), UTF_8);
      Matcher version = VERSION.matcher(said);
      boolean works = pip.waitFor() == 0 && version.find();
      return works
          ? 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2))
          : 0;
    } catch (IOException e) {
      return 0; // no such command
    }
  }

  /**
   * Downloads one file.
   *
   * @param folder empty; the file is left in it
   * @param atOnce whether to fail at the first sign that PyPI can't be reached
   * @throws FetchException with what pip says
   */
  Path download(Wheel wheel, Path folder, boolean atOnce) throws IOException, InterruptedException {
    Path requirements = Files.createTempFile("wheel", ".txt");
    try {
      Files.writeString(requirements, wheel.requirement() + "\n");
      run(wheel, with(command, arguments(requirements, folder, atOnce)));
      try (Stream<Path> files = Files.list(folder)) {
        return files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
      }
    } finally {
      Files.delete(requirements);
    }
  }

  private String[] arguments(Path requirements, Path folder, boolean atOnce) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-input"));
    arguments.addAll(List.of("--disable-pip-version-check", "--no-cache-dir", "--require-hashes"));
    arguments.addAll(List.of("--python-version", "3.12", "--implementation", "cp"));
    for (String platform : List.of("manylinux_2_28", "manylinux2014", "manylinux2010")) {
      arguments.addAll(List.of("--platform", platform + "_x86_64"));
    }
    if (atOnce) {
      arguments.addAll(List.of("--retries", "0", "--timeout", "5"));
    } else if (version >= RESUMES_SINCE) {
      arguments.addAll(List.of("--resume-retries", "20"));
    }
    arguments.addAll(List.of("-d", folder.toString(), "-r", requirements.toString()));
    return arguments.toArray(String[]::new);
  }

  private static void run(Wheel wheel, List<String> command)
      throws IOException, InterruptedException {
    Process pip = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
    try (InputStream errors = pip.getErrorStream()) {
      String said = new String(errors.readAllBytes(), UTF_8);
      if (pip.waitFor() != 0) {
        throw new FetchException(
            "%s can't be fetched: %s (expected: PyPI or the mirror of pip's settings can be reached; or a libtorch of your own in PYTORCH_LIBRARY_PATH)"
                .formatted(wheel.name(), reason(said)));
      }
    } finally {
      pip.destroy();
    }
  }

  private static String reason(String said) {
    List<String> errors = said.lines().filter(line -> line.startsWith("ERROR: ")).toList();
    return errors.isEmpty() ? said.strip() : errors.get(0).substring("ERROR: ".length());
  }

  private static List<String> with(List<String> command, String... arguments) {
    return Stream.concat(command.stream(), Stream.of(arguments)).toList();
  }
}
