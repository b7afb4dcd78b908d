package inkflow.gateway.health;

import inkflow.gateway.messages.RecordJson;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The current health of all parts between an event and its picture. Ready means that each is well
 * or has not been needed so far.
 */
public final class Readiness {
  private final List<Supplier<List<PartHealth>>> sources;

  /**
   * @param sources called at each query, on the caller's thread
   */
  public Readiness(List<Supplier<List<PartHealth>>> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The current health of each part. */
  public List<PartHealth> parts() {
    return sources.stream().flatMap(source -> source.get().stream()).toList();
  }

  /** Names of those that are ill. */
  public static List<String> ill(List<PartHealth> parts) {
    return parts.stream().filter(PartHealth::isIll).map(PartHealth::part).toList();
  }

  /** The response of {@code /readyz}. */
  public static String json(List<PartHealth> parts) {
    return RecordJson.object(
        out -> {
          out.writeBooleanField("ready", ill(parts).isEmpty());
          out.writeArrayFieldStart("parts");
          for (PartHealth part : parts) {
            out.writeRawValue(json(part));
          }
          out.writeEndArray();
        });
  }

  private static String json(PartHealth part) {
    return RecordJson.object(
        out -> {
          out.writeStringField("part", part.part());
          out.writeStringField("state", part.state().name().toLowerCase(Locale.ROOT));
          if (part.isIll()) {
            out.writeStringField("says", part.says());
          }
          for (var figure : part.figures().entrySet()) {
            out.writeNumberField(figure.getKey(), figure.getValue());
          }
          if (part.lastFailure().isPresent()) {
            out.writeStringField("lastFailure", part.lastFailure().get().cause().toString());
            out.writeStringField("lastFailureAt", part.lastFailure().get().at().toString());
          }
        });
  }
}
