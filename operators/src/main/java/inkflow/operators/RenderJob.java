package inkflow.operators;

import inkflow.canvas.Rasterizer;
import inkflow.diffusion.Picture;
import java.util.Optional;

/**
 * One picture to make, with all it needs: nothing in it changes, whatever the session does next.
 *
 * @param number of the frame it becomes
 * @param rasterizer the session's own; renders of one session take turns with it
 * @param previous the session's last generated picture, for feedback
 * @param lastSeen what that was made from; present where only the camera has changed since
 */
record RenderJob(
    String session,
    long number,
    SessionState state,
    RenderSettings settings,
    Rasterizer rasterizer,
    Optional<Picture> previous,
    Optional<Picture> lastSeen) {}
