package inkflow.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Another library in a process of its own, which {@code peers.py} runs: a line of JSON each way.
 */
final class PeerProcess implements Side {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Setting setting;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  /**
   * @param kind as {@code peers.py} has it
   */
  PeerProcess(PeerFolder folder, String kind, Setting setting) {
    this.name = kind;
    this.setting = setting;
    this.process = folder.start(kind, setting);
    this.questions = process.outputWriter();
    this.answers = process.inputReader();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double prepare(Case wanted) {
    ObjectNode question = JSON.createObjectNode();
    question.put("do", "prepare").put("model", setting.folder().toAbsolutePath().toString());
    question.put("part", wanted.part().key()).put("size", wanted.size()).put("rows", wanted.rows());
    question.put("precision", setting.precision()).put("steps", setting.steps());
    return ask(question).path("gigaflop").asDouble();
  }

  @Override
  public double[] measure(double seconds) {
    JsonNode millis =
        ask(JSON.createObjectNode().put("do", "measure").put("seconds", seconds)).path("millis");
    return StreamSupport.stream(millis.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /** The best of some large matrix products, in 10^9 operations a second. */
  double peak() {
    return ask(JSON.createObjectNode().put("do", "peak").put("precision", setting.precision()))
        .path("gigaflops")
        .asDouble();
  }

  /** Versions of what computes there, by name. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    ask(JSON.createObjectNode().put("do", "versions"))
        .path("versions")
        .fields()
        .forEachRemaining(entry -> versions.put(entry.getKey(), entry.getValue().asText()));
    return versions;
  }

  private JsonNode ask(ObjectNode question) {
    try {
      questions.write(JSON.writeValueAsString(question));
      questions.newLine();
      questions.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new PeerException("its process ended");
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new PeerException(answer.get("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process ends with its input; waits for that. */
  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
