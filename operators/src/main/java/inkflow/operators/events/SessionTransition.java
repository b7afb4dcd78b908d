package inkflow.operators.events;

import inkflow.SettingsChanged;
import inkflow.SketchEvent;
import inkflow.canvas.document.Document;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.canvas.settings.PictureSettings;
import inkflow.operators.Refusal;
import inkflow.operators.SessionState;
import inkflow.operators.SettingsGate;
import inkflow.operators.records.SourceEvent;
import java.util.Optional;

/**
 * Turns a session's state and an event into the next state, or refuses the event. Reads no clock.
 */
public final class SessionTransition {
  private final CanvasLimits limits;
  private final EventRates rates;
  private final SettingsGate gate;

  public SessionTransition(CanvasLimits limits, EventRates rates, SettingsGate gate) {
    this.limits = limits;
    this.rates = rates;
    this.gate = gate;
  }

  /**
   * The state after an event.
   *
   * @param repaint whether the event changed the picture
   */
  public record Applied(SessionState state, boolean repaint) {}

  /**
   * @param before not modified
   * @param received microseconds since 1970
   * @param now milliseconds of processing time
   */
  public Applied apply(SessionState before, SourceEvent source, long received, long now)
      throws EventRefusedException {
    SketchEvent event = source.event();
    if (!rates.admit(source.sessionId(), event.getClientId(), source.timestamp())) {
      throw new EventRefusedException(
          Refusal.of("events.per-second", "more", "at most " + rates.perSecond() + " a client"));
    }
    if (before.document().hasSeen(event)) {
      return new Applied(before, false);
    }
    Document document = draw(before.document(), event);
    check(event, document);
    SessionState after = before.applied(document, source.offset(), now).withChosenCamera();
    if (!isReasonToRender(before, after)) {
      return new Applied(after, false);
    }
    SessionState.Sender sender = new SessionState.Sender(event.getClientId(), event.getClientSeq());
    return new Applied(after.changedBy(sender, received), true);
  }

  /** The state after an event was refused; a redelivery of the event counts as a repeat. */
  public SessionState refused(SessionState before, SourceEvent source, long now) {
    return before.applied(before.document().seen(source.event(), limits), source.offset(), now);
  }

  /** True once the session has a prompt or anything to see; stays true from then on. */
  public boolean isWorthRendering(SessionState state) {
    return state.hasPicture()
        || state.frameNumber() > 0
        || !gate.resolve(state.document().settings()).get(PictureSettings.PROMPT).isBlank();
  }

  private boolean isReasonToRender(SessionState before, SessionState after) {
    return isWorthRendering(after) && (looksOther(before, after) || paintsOther(before, after));
  }

  private static boolean looksOther(SessionState before, SessionState after) {
    return !after.document().looksLike(before.document());
  }

  private boolean paintsOther(SessionState before, SessionState after) {
    SettingsChanged then = before.document().settings();
    SettingsChanged now = after.document().settings();
    return !now.equals(then) && !gate.resolve(now).paintsLike(gate.resolve(then));
  }

  private Document draw(Document document, SketchEvent event) throws EventRefusedException {
    try {
      return document.apply(event, limits);
    } catch (RefusedEventException e) {
      throw new EventRefusedException(new Refusal(e.code(), e.getMessage()));
    }
  }

  private void check(SketchEvent event, Document document) throws EventRefusedException {
    if (event.getEvent() instanceof SettingsChanged change) {
      Optional<Refusal> refusal = gate.check(change, document.settings());
      if (refusal.isPresent()) {
        throw new EventRefusedException(refusal.get());
      }
    }
  }
}
