package inkflow.gateway;

import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.health.PartHealth;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The health and figures of all parts as metrics, labelled with the part's name. */
final class HealthGauges {
  private final Map<String, PartHealth> newest = new ConcurrentHashMap<>();
  private final GatewayMetrics metrics;

  HealthGauges(GatewayMetrics metrics, List<PartHealth> parts) {
    this.metrics = metrics;
    set(parts);
    parts.forEach(this::register);
  }

  private void register(PartHealth part) {
    Tags label = Tags.of("part", part.part());
    metrics.gauge(
        "part.ill",
        "1 while a part of the way to a picture is ill, else 0",
        label,
        () -> newest.get(part.part()).isIll() ? 1 : 0);
    for (String figure : part.figures().keySet()) {
      metrics.gauge(
          "part." + figure,
          "as /readyz says it",
          label,
          () -> newest.get(part.part()).figures().getOrDefault(figure, 0L));
    }
  }

  void set(List<PartHealth> parts) {
    parts.forEach(part -> newest.put(part.part(), part));
  }
}
