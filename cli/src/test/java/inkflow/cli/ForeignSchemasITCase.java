package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each record's file can be loaded by itself in other languages, and gives the same schema as in
 * Java.
 */
class ForeignSchemasITCase {
  private static final Path SCHEMAS = Path.of("..", "schemas", "src", "main", "avro");
  @TempDir Path folder;

  @Test
  void pythonLoadsEveryRecordByItself() throws Exception {
    Path venv = Path.of("target", "python", "bin", "python");
    String python = Files.isExecutable(venv) ? venv.toAbsolutePath().toString() : "python3";
    assumeTrue(
        run(python, "-c", "import fastavro"),
        "needs Python 3 with the packages of cli/src/test/python/requirements.txt; .ci/run gets"
            + " them");
    loadsAll(python, "src/test/python/load_schemas.py");
  }

  @Test
  void nodeLoadsEveryRecordByItself() throws Exception {
    assumeTrue(
        run("node", "-e", "require('avro-js')"),
        "needs Node with the packages of cli/src/test/js/package.json; .ci/run gets them");
    loadsAll("node", "src/test/js/load_schemas.js");
  }

  private void loadsAll(String program, String script) throws Exception {
    boolean loaded = run(program, script, SCHEMAS.toString());
    String said = Files.readString(output(), UTF_8);
    assertThat(loaded).as(said).isTrue();
    assertThat(said.lines()).containsExactlyElementsOf(fingerprints());
  }

  /** For each file: the generated class's name and the MD5 of its canonical form. */
  private static List<String> fingerprints() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".avsc"))
          .map(file -> fingerprint(file.substring(0, file.length() - ".avsc".length())))
          .sorted()
          .toList();
    }
  }

  private static String fingerprint(String name) {
    try {
      Schema schema = SpecificData.get().getSchema(Class.forName(name));
      byte[] md5 = SchemaNormalization.parsingFingerprint("MD5", schema);
      return name + " " + HexFormat.of().formatHex(md5);
    } catch (ReflectiveOperationException | NoSuchAlgorithmException e) {
      throw new AssertionError(name, e);
    }
  }

  private Path output() {
    return folder.resolve("output");
  }

  /** Whether the command could be started and exited with 0. */
  private boolean run(String... command) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
    Path modules = Path.of("target", "js", "node_modules");
    builder.environment().put("NODE_PATH", modules.toAbsolutePath().toString());
    try {
      return builder.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
