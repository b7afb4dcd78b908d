package inkflow.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.Join;
import inkflow.Leave;
import inkflow.Role;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.canvas.document.Document;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.gateway.messages.RecordJson;
import inkflow.gateway.messages.ServerMessages;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random session of two pages and a program on Kafka. Random are: the events, their order in the
 * log, when a page receives them, when it gets a snapshot and how old that is, and when its
 * connection is lost. The real document plays the job. The same seed gives the same history.
 */
final class RandomHistory {
  private static final CanvasLimits LIMITS = CanvasLimits.defaults();

  private final Random random;
  private final RandomEdits edits;
  private final List<Logged> log = new ArrayList<>();
  private final List<Page> pages = List.of(new Page("ada"), new Page("ben"));
  private final Map<String, Long> clientSeqs = new HashMap<>();
  private final List<Map<String, Object>> steps = new ArrayList<>();
  private Document document = Document.empty();
  private long sentAt = 1_000_000_000L;

  /**
   * @param after the job's document after this event
   * @param refused why the job refused it; null if it was applied
   */
  private record Logged(SketchEvent event, Document after, String refused) {}

  private static final class Page {
    final String id;
    final Deque<SketchEvent> unlogged = new ArrayDeque<>();
    SketchEvent lastLogged;
    boolean open;
    int heard;
    int joinedAt;
    int snapshotAt = -1;

    Page(String id) {
      this.id = id;
    }
  }

  private RandomHistory(long seed, boolean foreseeable) {
    this.random = new Random(seed);
    this.edits = new RandomEdits(random, foreseeable);
  }

  /** Both pages join at the start, the first before the second, and never lose their connection. */
  static Map<String, Object> undisturbed(long seed) {
    RandomHistory history = new RandomHistory(seed, true);
    for (Page page : history.pages) {
      history.open(page);
      history.snapshot(page, history.log.size() - 1);
    }
    history.go(120, 0);
    return history.ended();
  }

  /**
   * Pages join late, lose their connection, and get snapshots older or newer than the events they
   * have received.
   */
  static Map<String, Object> disturbed(long seed) {
    RandomHistory history = new RandomHistory(seed, false);
    history.go(30, 0);
    history.pages.forEach(history::open);
    history.go(120, 12);
    return history.ended();
  }

  private void go(int count, int disturbances) {
    for (int i = 0; i < count; i++) {
      Page page = pages.get(random.nextInt(pages.size()));
      int what = random.nextInt(100 + disturbances);
      if (what < 40) {
        perform(page);
      } else if (what < 65) {
        logNext(page);
      } else if (what < 92) {
        hearNext(page);
      } else if (what < 97) {
        append(event("kafka", edits.next()));
      } else if (what < 100) {
        repeat(page);
      } else if (what < 102) {
        reopen(page);
      } else {
        snapshot(page, anySnapshot(page));
      }
    }
  }

  private void perform(Page page) {
    SketchEvent event = event(page.id, edits.next());
    page.unlogged.add(event);
    step(page, "perform", Map.of("event", json(event).get("event"), "sentAt", sentAt));
  }

  private void logNext(Page page) {
    if (!page.unlogged.isEmpty()) {
      page.lastLogged = page.unlogged.remove();
      append(page.lastLogged);
    }
  }

  /** A connection was lost before the acknowledgement came. */
  private void repeat(Page page) {
    if (page.lastLogged != null) {
      append(page.lastLogged);
    }
  }

  private void hearNext(Page page) {
    if (page.open && page.heard < log.size()) {
      Logged logged = log.get(page.heard);
      Map<String, Object> heard = new HashMap<>();
      heard.put("entry", json(logged.event(), page.heard));
      heard.put("refused", logged.refused());
      step(page, "hear", heard);
      page.heard++;
    }
  }

  private void open(Page page) {
    step(page, "open", Map.of());
    page.open = true;
    page.joinedAt = log.size();
    page.heard = page.joinedAt;
    append(presence(page, new Join(Role.EDITOR, page.id)));
  }

  private void reopen(Page page) {
    append(presence(page, new Leave()));
    open(page);
  }

  /** Mostly a snapshot from after the Join that it answers, seldom from before. */
  private int anySnapshot(Page page) {
    int early = random.nextInt(8) == 0 ? 4 : 0;
    int first = Math.max(Math.max(page.joinedAt - early, page.snapshotAt), 0);
    return first + random.nextInt(log.size() - first);
  }

  private void snapshot(Page page, int offset) {
    page.snapshotAt = offset;
    step(page, "take", snapshot(offset));
  }

  private Map<String, Object> ended() {
    while (pages.stream().anyMatch(page -> !page.unlogged.isEmpty())) {
      logNext(pages.get(random.nextInt(pages.size())));
    }
    for (Page page : pages) {
      if (page.snapshotAt < page.joinedAt) {
        snapshot(page, page.joinedAt + random.nextInt(log.size() - page.joinedAt));
      }
      while (page.heard < log.size()) {
        hearNext(page);
      }
    }
    return Map.of(
        "pages",
        pages.stream().map(page -> page.id).toList(),
        "steps",
        steps,
        "last",
        snapshot(log.size() - 1));
  }

  private void append(SketchEvent event) {
    String refused = null;
    try {
      document = document.apply(event, LIMITS);
    } catch (RefusedEventException e) {
      document = document.seen(event, LIMITS);
      refused = e.getMessage();
    }
    log.add(new Logged(event, document, refused));
  }

  private SketchEvent event(String clientId, Object what) {
    sentAt += random.nextInt(4) == 0 ? 1_500_000 : 30_000;
    long clientSeq = clientSeqs.merge(clientId, 1L, Long::sum);
    return new SketchEvent("s", clientId, clientSeq, Instant.EPOCH.plusNanos(sentAt * 1000), what);
  }

  private SketchEvent presence(Page page, Object what) {
    long last = page.lastLogged == null ? 0 : page.lastLogged.getClientSeq();
    return new SketchEvent("s", page.id, last, Instant.EPOCH.plusNanos(sentAt * 1000), what);
  }

  private void step(Page page, String does, Object what) {
    steps.add(Map.of("page", page.id, "does", does, does, what));
  }

  private JsonNode snapshot(int offset) {
    Document then = log.get(offset).after();
    return read(ServerMessages.snapshot(new SessionUpdate("s", (long) offset, then.snapshot())));
  }

  private static JsonNode json(SketchEvent event) {
    return json(event, 0);
  }

  private static JsonNode json(SketchEvent event, long offset) {
    return read(
        RecordJson.object(
            out -> {
              out.writeNumberField("offset", offset);
              RecordJson.writeFields(out, event, Set.of("sessionId"));
            }));
  }

  private static JsonNode read(String json) {
    try {
      return RecordJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
