package inkflow.gateway.fanout;

import com.fasterxml.jackson.core.JsonGenerator;
import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.RecordJson;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One session's subscribers on this gateway. Event loop only. */
public final class Session {
  private static final Set<String> NOT_IN_EVENT = Set.of("sessionId");
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private int editors;

  void add(Subscriber subscriber) {
    subscribers.add(subscriber);
    editors += subscriber.isEditor() ? 1 : 0;
  }

  void remove(Subscriber subscriber) {
    if (subscribers.remove(subscriber)) {
      editors -= subscriber.isEditor() ? 1 : 0;
    }
  }

  /** Sends all subscribers the numbers of editors and viewers. */
  void announcePresence() {
    each(subscriber -> subscriber.onPresence(editors, viewers()));
  }

  void onFrame(PictureFrame frame) {
    each(subscriber -> subscriber.onFrame(frame));
  }

  void onModel(String json) {
    each(subscriber -> subscriber.onModel(json));
  }

  void onUpdate(SessionUpdate update) {
    if (update.getUpdate() instanceof Snapshot) {
      each(subscriber -> subscriber.onSnapshot(update));
    } else if (update.getUpdate() instanceof Notice notice) {
      each(subscriber -> subscriber.onNotice(notice));
    }
  }

  void onEvent(SketchEvent event, long offset) {
    if (editors > 0) {
      String json = RecordJson.object(out -> writeEvent(out, event, offset));
      each(subscriber -> subscriber.onEvent(event, offset, json));
    }
  }

  private static void writeEvent(JsonGenerator out, SketchEvent event, long offset)
      throws IOException {
    out.writeStringField("type", "event");
    out.writeNumberField("offset", offset);
    RecordJson.writeFields(out, event, NOT_IN_EVENT);
  }

  /** Makes one of the editors write another Join, which the job must answer. */
  void probe() {
    subscribers.stream().filter(Subscriber::isEditor).findFirst().ifPresent(Subscriber::probe);
  }

  /** Iterates over a copy, since a subscriber may leave during the call. */
  void each(Consumer<Subscriber> action) {
    List.copyOf(subscribers).forEach(action);
  }

  public int editors() {
    return editors;
  }

  public int viewers() {
    return subscribers.size() - editors;
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }
}
