package inkflow.gateway.log;

import static inkflow.gateway.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.Cleared;
import inkflow.SketchEvent;
import inkflow.gateway.health.PartHealth.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaEventLogTest {
  private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private final KafkaEventLog log =
      new KafkaEventLog(
          new KafkaClients("localhost:1", "", Map.of()),
          () -> {
            MockProducer<byte[], byte[]> producer =
                new MockProducer<>(
                    false, null, new ByteArraySerializer(), new ByteArraySerializer());
            producers.add(producer);
            return producer;
          });

  @AfterEach
  void close() {
    log.close();
  }

  private static CompletableFuture<Long> append(EventLog.Writer writer, long seq) {
    return writer
        .append(new SketchEvent("sea", "ada", seq, Instant.EPOCH, new Cleared(-1)))
        .toCompletableFuture();
  }

  private void untilSent(int producer, int records) throws Exception {
    eventually(() -> assertThat(producers).hasSizeGreaterThan(producer));
    eventually(() -> assertThat(producers.get(producer).history()).hasSize(records));
  }

  @Test
  void aLostRecordEndsItsWriterSoThatNoneOvertakesIt() throws Exception {
    EventLog.Writer ada = log.writer();
    CompletableFuture<Long> lost = append(ada, 1);
    untilSent(0, 1);
    producers.get(0).errorNext(new TimeoutException("no broker"));
    assertThatThrownBy(lost::join).hasCauseInstanceOf(LogBrokenException.class);
    CompletableFuture<Long> behind = append(ada, 2);
    assertThatThrownBy(behind::join)
        .hasCauseInstanceOf(LogBrokenException.class)
        .hasMessageContaining("a record before it was lost");
    CompletableFuture<Long> again = append(log.writer(), 1);
    untilSent(1, 1);
    producers.get(1).completeNext();
    assertThat(again.join()).isZero();
    assertThat(producers.get(0).closed()).isTrue();
    assertThat(producers.get(0).history()).hasSize(1);
  }

  @Test
  void aRecordThatTheLogRefusesIsLostAlone() throws Exception {
    EventLog.Writer ada = log.writer();
    CompletableFuture<Long> large = append(ada, 1);
    CompletableFuture<Long> next = append(ada, 2);
    untilSent(0, 2);
    producers.get(0).errorNext(new RecordTooLargeException("13 MiB"));
    producers.get(0).completeNext();
    assertThatThrownBy(large::join).hasCauseInstanceOf(RecordRefusedException.class);
    assertThat(next.join()).isNotNull();
    assertThat(log.writing().state()).isEqualTo(State.OK);
    assertThat(producers).hasSize(1);
  }

  @Test
  void aProducerThatCannotSendIsReplaced() throws Exception {
    untilSent(0, 0);
    producers.get(0).sendException = new IllegalStateException("in an error state");
    CompletableFuture<Long> failed = append(log.writer(), 1);
    assertThatThrownBy(failed::join).hasCauseInstanceOf(LogBrokenException.class);
    CompletableFuture<Long> again = append(log.writer(), 1);
    untilSent(1, 1);
    producers.get(1).completeNext();
    assertThat(again.join()).isZero();
    assertThat(log.writing().figures()).containsEntry("restarts", 1L);
    assertThat(log.writing().lastFailure().orElseThrow().cause())
        .hasMessageContaining("in an error state");
  }

  @Test
  void tellsWhatWaitsAndThatTheLastWriteFailed() throws Exception {
    CompletableFuture<Long> waiting = append(log.writer(), 1);
    untilSent(0, 1);
    assertThat(log.writing().figures()).containsEntry("waiting", 1L);
    assertThat(log.writing().isIll()).isFalse();
    producers.get(0).errorNext(new TimeoutException("no broker"));
    assertThatThrownBy(waiting::join).isNotNull();
    eventually(() -> assertThat(log.writing().isIll()).isTrue());
    assertThat(log.writing().figures())
        .containsEntry("waiting", 0L)
        .containsEntry("waitingBytes", 0L);
    CompletableFuture<Long> again = append(log.writer(), 1);
    untilSent(1, 1);
    producers.get(1).completeNext();
    again.join();
    eventually(() -> assertThat(log.writing().state()).isEqualTo(State.OK));
  }
}
