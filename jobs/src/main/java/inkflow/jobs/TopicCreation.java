package inkflow.jobs;

import inkflow.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates Inkflow's topics with the record sizes and retentions they need. */
public final class TopicCreation {
  /**
   * Largest record on a topic, bytes. Larger than a session accepts, so that the job answers an
   * image that is too large with a Notice, instead of the client's Kafka library failing.
   */
  public static final int MAX_MESSAGE_BYTES = 64 << 20;

  private static final int SEGMENT_BYTES = 2 * MAX_MESSAGE_BYTES;
  private static final Map<String, Duration> RETENTION =
      Map.of(
          Topics.SKETCH_EVENTS, Duration.ofDays(7),
          Topics.CAMERA_FRAMES, Duration.ofMinutes(10),
          Topics.GENERATED_FRAMES, Duration.ofHours(1),
          Topics.SESSION_UPDATES, Duration.ofHours(1),
          Topics.DEAD_LETTERS, Duration.ofDays(7));

  /**
   * Segments are compacted only after they are closed, so an old model's record is removed within
   * two hours.
   */
  private static final Duration COMPACTED_SEGMENT = Duration.ofHours(1);

  private TopicCreation() {}

  /**
   * Creates the missing topics; leaves existing ones unchanged.
   *
   * @param partitions of each topic with sessions: a session is in one partition, so this limits
   *     how many subtasks sessions can spread over
   * @param replication copies of each record; empty for the broker's default
   * @return the names of the topics created, in the order of {@link Topics}
   */
  public static List<String> createMissing(
      Admin admin, int partitions, Optional<Short> replication) {
    List<NewTopic> topics =
        List.of(
            topic(Topics.SKETCH_EVENTS, partitions, replication),
            topic(Topics.CAMERA_FRAMES, partitions, replication),
            topic(Topics.GENERATED_FRAMES, partitions, replication),
            topic(Topics.SESSION_UPDATES, partitions, replication),
            topic(Topics.DEAD_LETTERS, partitions, replication),
            compacted(Topics.ENGINE_CAPABILITIES, replication));
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(topics).values();
    List<String> made = new ArrayList<>();
    for (NewTopic topic : topics) {
      if (wasMade(topic.name(), answers.get(topic.name()))) {
        made.add(topic.name());
      }
    }
    return made;
  }

  private static NewTopic topic(String name, int partitions, Optional<Short> replication) {
    return new NewTopic(name, Optional.of(partitions), replication)
        .configs(
            Map.of(
                "max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES),
                "segment.bytes", String.valueOf(SEGMENT_BYTES),
                "retention.ms", String.valueOf(RETENTION.get(name).toMillis())));
  }

  /** Has one partition, so that there is only one last record. */
  private static NewTopic compacted(String name, Optional<Short> replication) {
    return new NewTopic(name, Optional.of(1), replication)
        .configs(
            Map.of(
                "cleanup.policy",
                "compact",
                "segment.ms",
                String.valueOf(COMPACTED_SEGMENT.toMillis())));
  }

  private static boolean wasMade(String name, KafkaFuture<Void> answer) {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new IllegalStateException("topic " + name + " was not made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topic " + name, e);
    }
  }
}
