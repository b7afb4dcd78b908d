package inkflow.diffusion.parity.sampling;

/**
 * Guidance of a {@link StreamBatch}: e = e_u + g (e_c - e_u), where the unconditional prediction
 * e_u may be replaced by delta times a residual noise, so that a guided call needs no additional
 * rows (Kodaira et al., StreamDiffusion, arXiv 2312.12491, section 3.2).
 *
 * @param scale g; at most 1 means off
 * @param delta factor of the residual
 */
record ResidualGuidance(Kind kind, double scale, double delta) {

  /** Where e_u comes from. */
  public enum Kind {
    /** No guidance, whatever its scale: n rows. */
    NONE,
    /** The negative prompt at every step: 2n rows. */
    FULL,
    /** The residual alone: n rows. */
    SELF,
    /** The negative prompt at the first step, the residual from there on: n + 1 rows. */
    INITIALIZE
  }

  static final ResidualGuidance OFF = new ResidualGuidance(Kind.NONE, 1, 1);

  boolean guides() {
    return kind != Kind.NONE && scale > 1;
  }

  /** Whether residuals are tracked; independent of the scale. */
  boolean followsResiduals() {
    return kind == Kind.SELF || kind == Kind.INITIALIZE;
  }

  /** How many of a call's n steps have a second row, under the negative prompt. */
  int negativeRows(int steps) {
    if (!guides()) {
      return 0;
    }
    return switch (kind) {
      case NONE, SELF -> 0;
      case FULL -> steps;
      case INITIALIZE -> 1;
    };
  }
}
