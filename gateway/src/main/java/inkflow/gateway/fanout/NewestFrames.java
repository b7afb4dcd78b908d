package inkflow.gateway.fanout;

import inkflow.gateway.messages.PictureFrame;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caches the newest picture of each session for clients that join later. Keeps a limited number of
 * sessions, those with the most recent pictures.
 *
 * <p>Lives on the gateway's event loop.
 */
final class NewestFrames {
  private final Map<String, PictureFrame> bySession;

  NewestFrames(int mostSessions) {
    this.bySession =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, PictureFrame> eldest) {
            return size() > mostSessions;
          }
        };
  }

  /** Stores {@code frame} if it is newer than the cached one; false if it is a repeat. */
  boolean offer(String sessionId, PictureFrame frame) {
    PictureFrame seen = bySession.get(sessionId);
    if (seen != null && !frame.follows(seen)) {
      return false;
    }
    bySession.put(sessionId, frame);
    return true;
  }

  /** The newest picture of the session, or null. */
  PictureFrame of(String sessionId) {
    return bySession.get(sessionId);
  }

  Map<String, PictureFrame> all() {
    return Map.copyOf(bySession);
  }
}
