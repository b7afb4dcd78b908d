package inkflow.gateway;

/** Why a WebSocket is closed: numbers of RFC 6455 section 7.4 and IANA's registry. */
final class CloseCode {
  static final short GOING_AWAY = 1001;
  static final short INTERNAL_ERROR = 1011;
  static final short TRY_AGAIN_LATER = 1013;

  private CloseCode() {}
}
