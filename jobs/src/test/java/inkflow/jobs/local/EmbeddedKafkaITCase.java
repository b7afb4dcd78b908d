package inkflow.jobs.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.jobs.TopicCreation;
import inkflow.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaITCase {
  @TempDir Path folder;

  @Test
  void recordsAndClusterIdAreThereAfterARestart() throws Exception {
    EmbeddedKafkaOptions options = EmbeddedKafkaOptions.temporary().withData(folder);
    String before;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
        Admin admin = admin(kafka)) {
      before = admin.describeCluster().clusterId().get();
      assertThat(TopicCreation.createMissing(admin, 2, Optional.empty())).hasSize(6);
      send(kafka, "a stroke".getBytes(UTF_8));
    }
    assertThat(folder.resolve(".lock")).doesNotExist();

    try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
        Admin admin = admin(kafka)) {
      assertThat(admin.describeCluster().clusterId().get()).isEqualTo(before);
      assertThat(TopicCreation.createMissing(admin, 2, Optional.empty())).isEmpty();
      assertThat(read(kafka)).containsExactly("a stroke");
    }
  }

  @Test
  void anImageOfFiftyMegabytesFitsInARecord() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary());
        Admin admin = admin(kafka)) {
      TopicCreation.createMissing(admin, 1, Optional.empty());
      assertThat(send(kafka, new byte[50 << 20])).isZero();
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      EmbeddedKafkaOptions options = EmbeddedKafkaOptions.temporary().withPort(port);
      assertThatThrownBy(() -> EmbeddedKafka.start(options))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("kafka-port: " + port);
    }
  }

  @Test
  void aTemporaryLogGoesWithTheBroker() {
    EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary());
    Path log = kafka.log();
    assertThat(Files.isDirectory(log)).isTrue();
    kafka.close();
    assertThat(log).doesNotExist();
  }

  private static Admin admin(EmbeddedKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static long send(EmbeddedKafka kafka, byte[] value) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "max.request.size",
            TopicCreation.MAX_MESSAGE_BYTES,
            "buffer.memory",
            2L * TopicCreation.MAX_MESSAGE_BYTES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>(Topics.SKETCH_EVENTS, 0, "one".getBytes(UTF_8), value))
          .get()
          .offset();
    }
  }

  private static List<String> read(EmbeddedKafka kafka) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(Topics.SKETCH_EVENTS, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      List<String> values = new ArrayList<>();
      consumer
          .poll(Duration.ofSeconds(10))
          .forEach(record -> values.add(new String(record.value(), UTF_8)));
      return values;
    }
  }
}
