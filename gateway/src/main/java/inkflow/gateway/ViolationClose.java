package inkflow.gateway;

import inkflow.gateway.messages.CloseCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/**
 * Tells a client that sent a message beyond the limit, or not a WebSocket frame, why its socket is
 * closed. Vert.x closes at once: while the client still sends, the kernel answers with a reset,
 * which can overtake the close frame. This handler sends the close frame, ends its own direction
 * and drops what arrives until the client has closed, or for two seconds. Event loop only.
 */
final class ViolationClose extends ChannelInboundHandlerAdapter {
  private static final long MOST_MILLIS = 2000;

  private boolean closing;

  private ViolationClose() {}

  /** Called for each new connection, before anything is read from it. */
  static void watch(HttpConnection connection) {
    ChannelHandlerContext vertx = ((HttpServerConnection) connection).channelHandlerContext();
    vertx.pipeline().addBefore(vertx.name(), null, new ViolationClose());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable problem) {
    if (closing) {
      return;
    }
    if (!(problem instanceof CorruptedWebSocketFrameException
        || problem instanceof TooLongFrameException)) {
      ctx.fireExceptionCaught(problem);
      return;
    }
    closing = true;
    ctx.channel().config().setAutoRead(true); // The socket may be paused.
    ctx.writeAndFlush(new CloseWebSocketFrame(CloseCode.of(problem), problem.getMessage()))
        .addListener(written -> ((DuplexChannel) ctx.channel()).shutdownOutput());
    ctx.executor().schedule(() -> ctx.close(), MOST_MILLIS, TimeUnit.MILLISECONDS);
  }
}
