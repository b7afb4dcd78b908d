package inkflow.operators.session;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.operators.frames.ImageThreads;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.SessionOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes {@link SessionOperator}s; Flink passes the mailbox only to a factory. */
public final class SessionOperatorFactory extends AbstractStreamOperatorFactory<GeneratedFrame>
    implements TwoInputStreamOperatorFactory<SourceEvent, CameraFrame, GeneratedFrame> {
  private static final long serialVersionUID = 1L;
  private final RenderEngineProvider engines;
  private final SessionOptions options;
  private final ImageExecutors images;

  public SessionOperatorFactory(RenderEngineProvider engines, SessionOptions options) {
    this(engines, options, ImageThreads::start);
  }

  SessionOperatorFactory(
      RenderEngineProvider engines, SessionOptions options, ImageExecutors images) {
    this.engines = engines;
    this.options = options;
    this.images = images;
    this.chainingStrategy = ChainingStrategy.HEAD;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Flink's
  public <T extends StreamOperator<GeneratedFrame>> T createStreamOperator(
      StreamOperatorParameters<GeneratedFrame> parameters) {
    return (T) new SessionOperator(parameters, engines, options, images);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SessionOperator.class;
  }
}
