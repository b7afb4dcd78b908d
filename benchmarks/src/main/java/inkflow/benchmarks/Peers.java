package inkflow.benchmarks;

import inkflow.benchmarks.peers.PeerRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The engine beside other libraries with the same checkpoints on the same machine, in turns: ours,
 * theirs, ours, theirs. Prints a table in Markdown; a ratio above 1 means that the engine is
 * faster.
 */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Measures diffusers (eager and compiled), OpenVINO and Inkflow in turns.")
public final class Peers implements Callable<Integer> {
  private static final String BEGIN = "<!-- peers -->";
  private static final String END = "<!-- /peers -->";

  @Option(
      names = "--peers",
      description = "Python environment that has the peers; default: one of its own is made")
  private Path environment;

  @Option(
      names = "--folder",
      defaultValue = "benchmarks/target/peers",
      description = "for the peers, what they print, and random weights")
  private Path folder;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "openvino,compiled,eager",
      description = "which peers: ${DEFAULT-VALUE}")
  private List<String> kinds;

  @Option(
      names = "--models",
      split = ",",
      defaultValue = "inkling,sd15",
      description = "inkling, sd15 (random weights) or folders")
  private List<String> models;

  @Option(
      names = "--parts",
      split = ",",
      defaultValue = "text,encode,step,decode,picture",
      description = "what to measure: ${DEFAULT-VALUE}")
  private List<String> parts;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "256,512",
      description = "pixels of a side")
  private List<Integer> sizes;

  @Option(names = "--rows", split = ",", defaultValue = "1,2,4,8", description = "pictures at once")
  private List<Integer> rows;

  @Option(
      names = "--precisions",
      split = ",",
      description = "default: fp32, and bf16 where the processor has it; fp16 on a GPU")
  private List<String> precisions;

  @Option(names = "--steps", defaultValue = "2", description = "of a whole picture")
  private int steps;

  @Option(names = "--threads", defaultValue = "2", description = "of one operation")
  private int threads;

  @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N")
  private String device;

  @Option(names = "--turns", defaultValue = "4", description = "of each side in a case")
  private int turns;

  @Option(names = "--seconds", defaultValue = "1", description = "of a turn")
  private double seconds;

  @Option(
      names = "--quick",
      description =
          "under 4 minutes: one row, shorter turns; Inkling at 256 px without what compiles on a"
              + " CPU, SD1.5 at 512 px on a GPU")
  private boolean quick;

  @Option(names = "--out", description = "file for the tables; default: tables.md in the folder")
  private Path out;

  @Option(
      names = "--into",
      description =
          "Markdown file whose text between <!-- peers --> and <!-- /peers --> they become")
  private Path document;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Peers()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (quick) {
      boolean cpu = device.equals("cpu");
      models = List.of(cpu ? "inkling" : "sd15");
      sizes = List.of(cpu ? 256 : 512);
      rows = List.of(1);
      kinds = kinds.stream().filter(kind -> !cpu || !kind.equals("compiled")).toList();
      seconds = 0.5;
    }
    PeerRun run =
        new PeerRun(
            environment, folder, kinds, parts, sizes, rows, steps, threads, device, turns, seconds);
    String tables = run.all(models, precisions);
    Files.writeString(out == null ? folder.resolve("tables.md") : out, tables);
    if (document != null) {
      Files.writeString(document, replaced(Files.readString(document), tables));
    }
    return 0;
  }

  private static String replaced(String text, String tables) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("--into: no " + BEGIN + " (expected: both marks)");
    }
    return text.substring(0, begin + BEGIN.length()) + "\n" + tables + text.substring(end);
  }
}
