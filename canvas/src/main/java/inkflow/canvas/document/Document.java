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
 * A session's canvas, settings, clients and undo history. Immutable: threads may share one, and
 * nobody needs to copy it.
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
   * The document after {@code event}. Takes O(log n) in the objects on the canvas and O(n) in the
   * size of the event.
   *
   * @param event copied where needed, never stored; its sessionId is ignored
   * @return this document if the event is a repeat: its clientSeq is not above the last one seen
   *     from its client
   * @throws RefusedEventException the event is invalid for this document or exceeds {@code limits};
   *     this document is unchanged, {@link #seen} records the refusal
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
   * This document with the event's clientSeq marked as seen and nothing else changed. Called for a
   * refused event: a redelivery then counts as a repeat, and the next frame's clientSeqs tell the
   * sender that the event was handled. Returns this document if the client list is full or the
   * client's name is too long to store.
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
   * Whether {@code event} is a repeat. Join and Leave never are. Applying them twice changes
   * nothing, and the gateway also writes them on behalf of a client that lost its connection: that
   * must not use up the clientSeq of an event the client will resend.
   */
  public boolean hasSeen(SketchEvent event) {
    if (event.getEvent() instanceof Join || event.getEvent() instanceof Leave) {
      return false;
    }
    Long last = clientSeqs.get(event.getClientId());
    return last != null && event.getClientSeq() <= last;
  }

  /** A copy of the settings; a field that nobody set is null. */
  public SettingsChanged settings() {
    return Settings.copy(settings);
  }

  /** The last clientSeq seen, by clientId. Immutable. */
  public Map<String, Long> clientSeqs() {
    return clientSeqs;
  }

  /** The whole document as an Avro record: a copy. */
  public Snapshot snapshot() {
    return Snapshots.of(this);
  }

  /**
   * Whether both draw the same picture: same background and objects, with the same looks in the
   * same order. Settings, clients, sequence numbers and undo are not compared.
   */
  @SuppressWarnings("ReferenceEquality") // the same instance is equal
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
