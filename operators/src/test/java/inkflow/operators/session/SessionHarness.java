package inkflow.operators.session;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.Snapshot;
import inkflow.operators.records.RecordTypes;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.SessionOptions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.concurrent.Executors;

/** One subtask of the session operator in Flink's harness; the test runs its mailbox. */
final class SessionHarness extends AbstractStreamOperatorTestHarness<GeneratedFrame> {
  static final int MAX_PARALLELISM = 128;
  private static final int CHECKPOINT = 1;

  SessionHarness(RenderEngineProvider engines, SessionOptions options) throws Exception {
    this(engines, options, 1, 0);
  }

  SessionHarness(RenderEngineProvider engines, SessionOptions options, int parallelism, int subtask)
      throws Exception {
    super(
        new SessionOperatorFactory(engines, options, SessionHarness::direct),
        MAX_PARALLELISM,
        parallelism,
        subtask);
    KeySelector<SourceEvent, String> first = SourceEvent::sessionId;
    KeySelector<CameraFrame, String> second = CameraFrame::getSessionId;
    config.setStatePartitioner(0, first);
    config.setStatePartitioner(1, second);
    config.setStateKeySerializer(
        Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
    config.serializeAllConfigs();
  }

  SessionHarness started(OperatorSubtaskState restored) throws Exception {
    setup(RecordTypes.GENERATED_FRAME.createSerializer(executionConfig.getSerializerConfig()));
    initializeState(restored);
    open();
    return this;
  }

  SessionHarness started() throws Exception {
    return started(OperatorSubtaskState.builder().build());
  }

  void send(SourceEvent event) throws Exception {
    StreamRecord<SourceEvent> record = new StreamRecord<>(event);
    sessions().setKeyContextElement1(record);
    sessions().processElement1(record);
  }

  void send(CameraFrame frame) throws Exception {
    StreamRecord<CameraFrame> record = new StreamRecord<>(frame);
    sessions().setKeyContextElement2(record);
    sessions().processElement2(record);
  }

  OperatorSubtaskState snapshot() throws Exception {
    return snapshot(CHECKPOINT, getProcessingTime());
  }

  SessionOperator sessions() {
    return (SessionOperator) getOperator();
  }

  List<GeneratedFrame> frames() {
    return extractOutputValues();
  }

  List<Notice> notices() {
    return updates(Notice.class);
  }

  List<Snapshot> snapshots() {
    return updates(Snapshot.class);
  }

  private <T> List<T> updates(Class<T> type) {
    var updates = getSideOutput(SessionOperator.UPDATES);
    Stream<StreamRecord<SessionUpdate>> all = updates == null ? Stream.empty() : updates.stream();
    return all.map(record -> record.getValue().getUpdate())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Draws and compresses on the task thread, so that tests need not wait. */
  private static ExecutorService direct(int threads, int subtask) {
    return Executors.newDirectExecutorService();
  }

  void runMails() throws Exception {
    TaskMailbox mailbox = getTaskMailbox();
    while (mailbox.hasMail()) {
      mailbox.take(TaskMailbox.MIN_PRIORITY).run();
    }
  }
}
