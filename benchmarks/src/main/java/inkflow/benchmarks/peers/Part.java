package inkflow.benchmarks.peers;

import java.util.Locale;

/** What is measured: one stage of a picture, or picture to picture whole. */
enum Part {
  TEXT,
  ENCODE,
  STEP,
  DECODE,
  PICTURE;

  /** As options, peers and the table have it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
