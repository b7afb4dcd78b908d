package inkflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.cli.process.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyCommandHasHelp() {
    assertThat(run("--help")).isZero();
    for (String name : Inkflow.commandLine().getSubcommands().keySet()) {
      assertThat(run(name, "--help")).as(name).isZero();
    }
    assertThat(out.toString()).contains("Usage: inkflow watch");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void wrongUseIsTwoAndSaysWhatWasExpected() {
    assertThat(run("watch")).isEqualTo(2);
    assertThat(err.toString())
        .contains("inkflow watch: Missing required option: '--session=ID'")
        .contains("Try 'inkflow watch --help'");
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void scheduleOfNoKindIsWrongUse() {
    assertThat(run("render", "--prompt", "a", "--out", "a.png", "--schedule", "D")).isEqualTo(2);
    assertThat(err.toString()).contains("schedule: D (expected: A, B or C:I,J,...");
  }

  @Test
  void threadsBelowNoneAreWrongUse() {
    assertThat(run("render", "--prompt", "a", "--out", "a.png", "--threads", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--threads: -1 (expected: 0, which chooses, or more)");
  }

  @Test
  void aJobThatCannotRunWithItsOptionsIsWrongUse() {
    List<String> submit = List.of("submit", "--jobmanager", "127.0.0.1:1");
    List<String> demo = List.of("demo", "--no-browser", "--port", "0", "--kafka-port", "0");
    for (List<String> command : List.of(submit, demo)) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("--model", "../models/inkling", "-D", "session.steps=60"));
      err.getBuffer().setLength(0);
      assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
      assertThat(err.toString().lines())
          .containsExactly(
              "inkflow "
                  + command.get(0)
                  + ": session.steps: 60 (expected: at most limits.steps, 50)");
    }
  }

  @Test
  void failureIsOneAndOneLine() {
    assertThat(run("topics", "create", "--bootstrap-servers", "nobody")).isEqualTo(1);
    assertThat(err.toString().lines().toList())
        .singleElement()
        .asString()
        .startsWith("inkflow topics create: ")
        .contains("nobody");
  }

  @Test
  void messageOfAFailureIsTheOutermostAndTheInnermost() {
    Throwable e =
        new java.util.concurrent.CompletionException(
            new IllegalStateException("Flink did not start", new RuntimeException("no room")));
    assertThat(Failures.message(e)).isEqualTo("Flink did not start: no room");
  }

  private int run(String... arguments) {
    CommandLine line = Inkflow.commandLine();
    for (CommandLine each : List.of(line)) {
      each.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }
    return line.execute(arguments);
  }
}
