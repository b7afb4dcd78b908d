package inkflow.operators.frames;

import inkflow.canvas.raster.Rasterizer;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import inkflow.operators.SessionState;
import java.util.Optional;

/**
 * One picture to make and everything it needs. Immutable, so later events of the session don't
 * affect it.
 *
 * @param number number of the frame
 * @param rasterizer the session's; renders of one session use it one after the other
 * @param previous the session's last generated picture, for feedback
 * @param lastSeen the picture from which {@code previous} was made; present if only the camera has
 *     changed since
 */
public record RenderJob(
    String session,
    long number,
    SessionState state,
    RenderSettings settings,
    Rasterizer rasterizer,
    Optional<Picture> previous,
    Optional<Picture> lastSeen) {}
