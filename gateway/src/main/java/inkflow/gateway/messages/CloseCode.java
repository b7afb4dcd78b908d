package inkflow.gateway.messages;

/** WebSocket close codes, of RFC 6455 section 7.4 and IANA's registry. */
public final class CloseCode {
  public static final short GOING_AWAY = 1001;
  public static final short INTERNAL_ERROR = 1011;
  public static final short TRY_AGAIN_LATER = 1013;

  private CloseCode() {}
}
