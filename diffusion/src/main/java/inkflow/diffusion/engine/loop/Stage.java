package inkflow.diffusion.engine.loop;

/** What a frame waits for, in the order it goes through them. */
public enum Stage {
  TEXT,
  ENCODE,
  DENOISE,
  DECODE,
  DONE
}
