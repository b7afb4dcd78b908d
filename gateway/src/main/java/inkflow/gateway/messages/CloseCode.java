package inkflow.gateway.messages;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;

/** WebSocket close codes, of RFC 6455 section 7.4 and IANA's registry. */
public final class CloseCode {
  public static final short GOING_AWAY = 1001;
  public static final short TOO_LARGE = 1009;
  public static final short INTERNAL_ERROR = 1011;
  public static final short TRY_AGAIN_LATER = 1013;

  private CloseCode() {}

  /** The code for what a socket's own handler was told. */
  public static short of(Throwable problem) {
    if (problem instanceof CorruptedWebSocketFrameException corrupted) {
      return (short) corrupted.closeStatus().code();
    }
    // Vert.x throws IllegalStateException for a message in parts that is beyond the limit in all.
    boolean tooLarge =
        problem instanceof TooLongFrameException || problem instanceof IllegalStateException;
    return tooLarge ? TOO_LARGE : INTERNAL_ERROR;
  }
}
