package inkflow.canvas.document;

import inkflow.Join;
import inkflow.Leave;
import inkflow.SettingsChanged;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import inkflow.canvas.objects.Canvas;
import inkflow.canvas.objects.CanvasComparison;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.EventChecks;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.canvas.rules.Settings;
import java.util.Map;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * A session's canvas, settings, people and undo history. Immutable: any thread may hold one, and a
 * copy is the document itself.
 */
public final class Document {
  private static final Document EMPTY =
      new Document(
          Canvas.BLANK, 0, 0, new SettingsChanged(), HashTreePMap.empty(), HashTreePMap.empty());

  private final Canvas canvas;
  private final long nextOrder;
  private final long eventCount;
  private final SettingsChanged settings;
  private final HashPMap<String, Long> clientSeqs;
  private final HashPMap<String, Client> clients;

  Document(
      Canvas canvas,
      long nextOrder,
      long eventCount,
      SettingsChanged settings,
      HashPMap<String, Long> clientSeqs,
      HashPMap<String, Client> clients) {
    this.canvas = canvas;
    this.nextOrder = nextOrder;
    this.eventCount = eventCount;
    this.settings = settings;
    this.clientSeqs = clientSeqs;
    this.clients = clients;
  }

  /** A white canvas that nobody has touched. */
  public static Document empty() {
    return EMPTY;
  }

  /**
   * The document after {@code event}. Costs O(log n) of what is on the canvas and O(n) of what the
   * event carries.
   *
   * @param event not kept; sessionId is not looked at
   * @return this document where the event is a repeat, that is, its clientSeq is not above the last
   *     one seen of its client
   * @throws RefusedEventException the event does not make sense here or goes beyond {@code limits};
   *     this document still holds, {@link #seen} makes the refusal final
   */
  public Document apply(SketchEvent event, CanvasLimits limits) throws RefusedEventException {
    if (hasSeen(event)) {
      return this;
    }
    EventChecks.checkSender(event, limits);
    Document heard = ClientRegistry.heard(this, event, limits);
    return new EventApplier(heard, event, limits).apply();
  }

  /**
   * This document with the event's clientSeq counted as seen and nothing else changed: for an event
   * that was refused, so that a redelivery is a repeat and the next frame's clientSeqs tell its
   * sender that it was dealt with. Returns this document where there is no room for one more
   * client, or its name is too long to remember.
   */
  public Document seen(SketchEvent event, CanvasLimits limits) {
    try {
      EventChecks.checkSender(event, limits);
      return hasSeen(event) ? this : ClientRegistry.heard(this, event, limits);
    } catch (RefusedEventException e) {
      return this;
    }
  }

  /**
   * Whether {@code event} is a repeat. Join and Leave never are: doing them again changes nothing,
   * and who writes them for a client that lost its connection must not use up the clientSeq of an
   * event that the client will send again.
   */
  public boolean hasSeen(SketchEvent event) {
    if (event.getEvent() instanceof Join || event.getEvent() instanceof Leave) {
      return false;
    }
    Long last = clientSeqs.get(event.getClientId());
    return last != null && event.getClientSeq() <= last;
  }

  /** Everything ever set, null elsewhere: a copy. */
  public SettingsChanged settings() {
    return Settings.copy(settings);
  }

  /** clientId to the last clientSeq seen; never changes. */
  public Map<String, Long> clientSeqs() {
    return clientSeqs;
  }

  /** The whole document as an Avro record: a copy. */
  public Snapshot snapshot() {
    return Snapshots.of(this);
  }

  /**
   * Whether both give the same picture to start from: same background and objects, with the same
   * looks in the same order. Settings, people, sequence numbers and undo do not count.
   */
  @SuppressWarnings("ReferenceEquality") // the same canvas needs no comparing
  public boolean looksLike(Document other) {
    return canvas == other.canvas || CanvasComparison.of(canvas, other.canvas);
  }

  public Canvas canvas() {
    return canvas;
  }

  long nextOrder() {
    return nextOrder;
  }

  long eventCount() {
    return eventCount;
  }

  HashPMap<String, Client> clients() {
    return clients;
  }

  /** Not a copy: must not be changed. */
  SettingsChanged sharedSettings() {
    return settings;
  }

  Document with(Canvas changed) {
    return new Document(changed, nextOrder, eventCount, settings, clientSeqs, clients);
  }

  Document withNextOrder(long order) {
    return new Document(canvas, order, eventCount, settings, clientSeqs, clients);
  }

  Document with(SettingsChanged changed) {
    return new Document(canvas, nextOrder, eventCount, changed, clientSeqs, clients);
  }

  Document with(String clientId, Client client) {
    return new Document(
        canvas, nextOrder, eventCount, settings, clientSeqs, clients.plus(clientId, client));
  }

  Document withClients(
      long events, HashPMap<String, Long> newSeqs, HashPMap<String, Client> newClients) {
    return new Document(canvas, nextOrder, events, settings, newSeqs, newClients);
  }
}
