package inkflow.cli;

import inkflow.GeneratedFrame;
import inkflow.cli.options.KafkaOptions;
import inkflow.cli.options.LoggingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inkflow watch}. */
@Command(
    name = "watch",
    description = "Show the frames of a session as they come, a line of figures each.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofSeconds(1);

  @Mixin KafkaOptions kafka;
  @Mixin LoggingOptions logging;

  @Option(
      names = "--session",
      paramLabel = "ID",
      required = true,
      description = "The session; the last part of its address in the browser.")
  String session;

  @Option(names = "--save", paramLabel = "DIR", description = "Save each frame as a file too.")
  Path save;

  @Override
  public Integer call() throws InterruptedException {
    kafka.checkLogin();
    Optional<FrameFolder> folder = Optional.ofNullable(save).map(FrameFolder::new);
    try (FrameReader frames = new FrameReader(kafka.client(), session)) {
      System.err.println("Watching session " + session + "; Ctrl-C ends it.");
      while (!Thread.currentThread().isInterrupted()) {
        for (GeneratedFrame frame : frames.poll(POLL)) {
          System.out.println(FrameLine.of(frame, Instant.now()));
          folder.ifPresent(f -> f.save(frame));
        }
      }
    }
    return 0;
  }
}
