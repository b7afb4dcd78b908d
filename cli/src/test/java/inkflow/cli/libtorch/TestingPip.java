package inkflow.cli.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A command that is called like {@code python3 -m pip}, and its package index: a folder. */
final class TestingPip {
  private final Path folder;

  TestingPip(Path folder) {
    this.folder = folder;
  }

  /** Puts a wheel into the index. */
  Wheel wheel(String name, String... files) {
    Path file = folder.resolve(name + ".whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String each : files) {
        zip.putNextEntry(new ZipEntry(each));
        zip.write(each.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Wheel(name, name + "==1 --hash=sha256:00", 10);
  }

  void withdraw(Wheel wheel) throws IOException {
    Files.delete(folder.resolve(wheel.name() + ".whl"));
  }

  /** What was asked of it so far, a line each. */
  String calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  String command(String version) throws IOException {
    Path script = folder.resolve("python3");
    Files.writeString(
        script,
        """
        #!/bin/sh
        if [ "$3" = --version ]; then echo "pip %s from here (python 3.12)"; exit 0; fi
        echo "$@" >> %s/calls
        while [ $# -gt 1 ]; do
          case "$1" in -d) to="$2" ;; -r) name="$(cut -d= -f1 "$2")" ;; esac
          shift
        done
        cp "%s/$name.whl" "$to/" 2>/dev/null || {
          echo "WARNING: nobody answers" >&2
          echo "ERROR: No matching distribution found for $name" >&2
          exit 1
        }
        """
            .formatted(version, folder, folder));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
