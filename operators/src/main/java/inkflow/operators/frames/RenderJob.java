package inkflow.operators.frames;

import inkflow.canvas.raster.Rasterizer;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import inkflow.operators.SessionState;
import java.util.Optional;

/**
 * One picture to make, with all it needs: nothing in it changes, whatever the session does next.
 *
 * @param number of the frame it becomes
 * @param rasterizer the session's own; renders of one session take turns with it
 * @param previous the session's last generated picture, for feedback
 * @param lastSeen what that was made from; present where only the camera has changed since
 */
public record RenderJob(
    String session,
    long number,
    SessionState state,
    RenderSettings settings,
    Rasterizer rasterizer,
    Optional<Picture> previous,
    Optional<Picture> lastSeen) {}
