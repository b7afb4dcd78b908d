package inkflow.diffusion.engine;

/** What a frame waits for, in the order it goes through them. */
enum Stage {
  TEXT,
  ENCODE,
  DENOISE,
  DECODE,
  DONE
}
