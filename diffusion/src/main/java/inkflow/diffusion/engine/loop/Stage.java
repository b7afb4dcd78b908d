package inkflow.diffusion.engine.loop;

/** The stages of a frame, in order. */
public enum Stage {
  TEXT,
  ENCODE,
  DENOISE,
  DECODE,
  DONE
}
