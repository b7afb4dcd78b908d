package inkflow.gateway.messages;

import inkflow.EngineCapabilities;
import inkflow.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the page offers for the job's model; sent by {@code /api/models} and in the message {@code
 * model}.
 *
 * @param name of the model
 * @param family the architecture, such as "sd15"
 * @param device where it runs: {@code cpu} or {@code cuda:N}
 * @param styles names of the style LoRAs
 * @param words words for the prompt that bring a style out, by style name; only where known
 * @param size side of the pictures the model was trained on, pixels
 * @param sizes sides to offer, in pixels
 * @param largestSide most pixels of a picture's longer side
 * @param controls names of the ControlNets
 * @param follows whether a picture can be made to follow its drawing
 * @param steps default of the setting
 * @param mostSteps most steps that may be set
 * @param guidanceScale default of the setting
 */
public record ModelCard(
    String name,
    String family,
    String device,
    List<String> styles,
    Map<String, String> words,
    int size,
    List<Integer> sizes,
    int largestSide,
    List<String> controls,
    boolean follows,
    int steps,
    int mostSteps,
    double guidanceScale) {

  public static ModelCard of(EngineCapabilities said) {
    return new ModelCard(
        said.getModel(),
        said.getFamily(),
        said.getDevice(),
        said.getStyles().stream().map(Style::getName).toList(),
        words(said.getStyles()),
        said.getSide(),
        sizes(said.getSide(), said.getLargestSide()),
        said.getLargestSide(),
        said.getControls(),
        said.getFollows(),
        said.getSteps(),
        said.getMostSteps(),
        said.getGuidanceScale());
  }

  private static Map<String, String> words(List<Style> styles) {
    Map<String, String> words = new LinkedHashMap<>();
    for (Style style : styles) {
      if (style.getWords() != null) {
        words.put(style.getName(), style.getWords());
      }
    }
    return words;
  }

  /** The native side, and twice and four times it, up to the job's limit. */
  private static List<Integer> sizes(int side, int largest) {
    return IntStream.of(side, 2 * side, 4 * side)
        .filter(each -> each <= Math.max(side, largest))
        .boxed()
        .toList();
  }

  public String json() {
    return RecordJson.MAPPER.valueToTree(this).toString();
  }
}
