package inkflow.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of the session operator, as Flink's REST interface shows them to operators. */
final class JobMetrics {
  private static final Pattern JOB = Pattern.compile("\"jid\":\"(\\w+)\"");
  private static final Pattern SESSIONS =
      Pattern.compile("\"id\":\"(\\w+)\"[^{}]*\"name\":\"sessions");
  private static final Pattern SUM = Pattern.compile("\"sum\":([-\\d.E]+)");
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  JobMetrics(int webPort) {
    this.address = "http://127.0.0.1:" + webPort;
  }

  /** The sum over all subtasks; empty while Flink has not collected it. */
  OptionalDouble sum(String metric) throws IOException, InterruptedException {
    String job = first(JOB, get("/jobs/overview"));
    String vertex = first(SESSIONS, get("/jobs/" + job));
    String path =
        "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=sessions.%s"
            .formatted(job, vertex, metric);
    Matcher sum = SUM.matcher(get(path));
    return sum.find()
        ? OptionalDouble.of(Double.parseDouble(sum.group(1)))
        : OptionalDouble.empty();
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return found.group(1);
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
