package inkflow.benchmarks.peers;

import inkflow.benchmarks.checkpoint.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/**
 * All duels that were asked for. One peer at a time is in memory beside us, or full-size models
 * would not fit.
 */
public final class PeerRun {
  private final PeerFolder peers;
  private final Path folder;
  private final List<String> kinds;
  private final List<Case> cases = new ArrayList<>();
  private final int steps;
  private final int threads;
  private final String device;
  private final int turns;
  private final double seconds;
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * @param environment Python's, or null for one in the folder
   * @param seconds of a turn
   */
  public PeerRun(
      Path environment,
      Path folder,
      List<String> kinds,
      List<String> parts,
      List<Integer> sizes,
      List<Integer> rows,
      int steps,
      int threads,
      String device,
      int turns,
      double seconds)
      throws IOException, InterruptedException {
    this.peers = PeerFolder.open(folder, environment);
    this.folder = folder;
    this.kinds =
        kinds.stream().filter(it -> device.equals("cpu") || !it.equals("openvino")).toList();
    this.steps = steps;
    this.threads = threads;
    this.device = device;
    this.turns = turns;
    this.seconds = seconds;
    // Whole pictures last: the engine then lets go of the stages.
    for (String part : parts) {
      for (int size : sizes) {
        for (int row : rows) {
          cases.add(new Case(Part.valueOf(part.toUpperCase(Locale.ROOT)), size, row));
        }
      }
    }
  }

  /** Measures each model in each precision, prints each table when it is done, and gives all. */
  public String all(List<String> models, List<String> precisions) throws IOException {
    StringBuilder tables = new StringBuilder();
    for (String model : models) {
      for (String precision : precisions == null ? precisions() : precisions) {
        String table = table(setting(model, precision)).markdown();
        System.out.println(table);
        tables.append('\n').append(table);
      }
    }
    String head =
        "%s, %s; %d threads, %s\n"
            .formatted(LocalDate.now(), Machine.describe(), threads, versions);
    System.out.println(head);
    return head + tables;
  }

  private List<String> precisions() throws IOException {
    if (!device.equals("cpu")) {
      return List.of("fp16");
    }
    boolean bfloat16 = Machine.describe().contains("bf16");
    return bfloat16 ? List.of("fp32", "bf16") : List.of("fp32");
  }

  private Setting setting(String model, String precision) throws IOException {
    Path checkpoint =
        switch (model) {
          case "inkling" -> Path.of("models/inkling");
          case "sd15" -> randomCheckpoint();
          default -> Path.of(model);
        };
    return new Setting(model, checkpoint, precision, device, threads, steps);
  }

  private Path randomCheckpoint() {
    Path checkpoint = folder.resolve("sd15");
    if (!Files.exists(checkpoint)) {
      String[] asked = {"--family", "sd15", "--out", checkpoint.toString()};
      new CommandLine(new RandomCheckpoint())
          .setCaseInsensitiveEnumValuesAllowed(true)
          .execute(asked);
    }
    return checkpoint;
  }

  private DuelTable table(Setting setting) {
    DuelTable table = new DuelTable(setting, kinds, peak(setting));
    for (String kind : kinds) {
      try (EngineSide us = new EngineSide(setting);
          PeerProcess peer = new PeerProcess(peers, kind, setting)) {
        versions.putAll(peer.versions());
        for (Case each : cases) {
          fight(us, peer, each, table);
        }
      }
    }
    return table;
  }

  private void fight(EngineSide us, PeerProcess peer, Case each, DuelTable table) {
    try {
      Duel duel = Duel.fight(us, peer, each, turns, seconds);
      table.add(duel);
      System.err.printf(
          Locale.ROOT,
          "%s %s: ours %.1f, theirs %.1f ms, ratio %.2f%n",
          peer.name(),
          each,
          duel.ours(),
          duel.theirs(),
          duel.ratio());
    } catch (PeerException e) {
      System.err.println(peer.name() + ", " + each + ": not measured: " + e.getMessage());
    }
  }

  private double peak(Setting setting) {
    try (PeerProcess torch = new PeerProcess(peers, "eager", setting)) {
      return torch.peak();
    }
  }
}
