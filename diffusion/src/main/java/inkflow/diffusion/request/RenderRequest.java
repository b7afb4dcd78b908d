package inkflow.diffusion.request;

import java.util.Objects;

/**
 * One picture to draw.
 *
 * @param session session of the request; sessions share the device fairly
 * @param scene what to draw
 * @param sampling how to draw it
 */
public record RenderRequest(String session, Scene scene, Sampling sampling) {

  public RenderRequest {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(scene, "scene");
    Objects.requireNonNull(sampling, "sampling");
  }

  static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new InvalidRequestException(key, value, expected);
    }
  }
}
