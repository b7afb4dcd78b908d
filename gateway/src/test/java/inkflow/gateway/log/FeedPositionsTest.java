package inkflow.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FeedPositionsTest {
  private static final TopicPartition EVENTS = new TopicPartition("events", 0);
  private static final TopicPartition FRAMES = new TopicPartition("frames", 0);
  private final FeedPositions positions =
      new FeedPositions(Map.of("frames", 10, "models", Integer.MAX_VALUE));

  @Test
  void aNewPartitionBeginsAtItsEndAndFramesALittleEarlier() {
    assertThat(positions.startOf(EVENTS, 0, 100)).isEqualTo(100);
    assertThat(positions.startOf(FRAMES, 0, 100)).isEqualTo(90);
    assertThat(positions.startOf(new TopicPartition("models", 0), 7, 100)).isEqualTo(7);
    assertThat(positions.startOf(new TopicPartition("frames", 1), 95, 100)).isEqualTo(95);
  }

  @Test
  void goesOnAfterWhatWasDeliveredLast() {
    positions.startOf(EVENTS, 0, 100);
    positions.delivered(EVENTS, 120);
    assertThat(positions.startOf(EVENTS, 0, 200)).isEqualTo(121);
    assertThat(positions.startOf(EVENTS, 150, 200)).as("what is not there any more").isEqualTo(150);
  }

  @Test
  void goesOnWhereItStoodWhenNothingWasDelivered() {
    positions.startOf(EVENTS, 0, 100);
    assertThat(positions.startOf(EVENTS, 0, 130)).isEqualTo(100);
  }

  @Test
  void readsALogThatWasMadeAnewFromItsBeginning() {
    positions.startOf(EVENTS, 0, 100);
    positions.delivered(EVENTS, 120);
    assertThat(positions.startOf(EVENTS, 0, 3)).isZero();
  }
}
