package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.text.ClipTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** {@code tokens.json}: texts and their ids, from the start token to the end token. */
public final class TokenizerKind implements KindRunner {
  private static final List<String> FILES = List.of("vocab.json", "merges.txt");

  @Override
  public void run(ParityCase golden, Findings findings) {
    ClipTokenizer tokenizer = read(golden);
    for (JsonNode row : golden.json("tokens.json")) {
      if (mayDiffer(row)) {
        continue;
      }
      String text = row.get("text").asText();
      long[] want = longs(row.get("ids"));
      long[] padded = Arrays.copyOf(want, tokenizer.maxLength());
      Arrays.fill(padded, want.length, padded.length, tokenizer.padId());
      long[] got = tokenizer.encode(text);
      findings.require(
          Arrays.equals(got, padded), "\"" + text + "\": other ids than " + row.get("ids"));
    }
  }

  /** What a spelled special token becomes is a matter of settings. */
  private static boolean mayDiffer(JsonNode row) {
    return StreamSupport.stream(row.path("tags").spliterator(), false)
        .anyMatch(tag -> tag.asText().equals("special"));
  }

  /** Tokenizers are read from folders with plain files. */
  private static ClipTokenizer read(ParityCase golden) {
    try {
      Path folder = Files.createTempDirectory("inkflow-tokenizer");
      try {
        for (String file : FILES) {
          unpack(golden.path(file + ".gz"), folder.resolve(file));
        }
        return ClipTokenizer.read(folder);
      } finally {
        for (String file : FILES) {
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Path from, Path to) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(from))) {
      Files.copy(in, to);
    }
  }

  private static long[] longs(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
