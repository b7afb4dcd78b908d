package inkflow.diffusion.request;

import java.time.Instant;

/**
 * A finished picture and its timings.
 *
 * @param startedAt the device began with it
 * @param renderedAt the picture was decoded
 * @param queueMicros waited for the device, between steps too
 * @param textMicros text encoder; 0 when the prompt was known
 * @param encodeMicros picture to latent
 * @param denoiseMicros all steps
 * @param decodeMicros latent to picture
 * @param batchRows mean number of rows that shared its steps, itself included
 */
public record RenderResult(
    Picture picture,
    Instant startedAt,
    Instant renderedAt,
    long queueMicros,
    long textMicros,
    long encodeMicros,
    long denoiseMicros,
    long decodeMicros,
    double batchRows) {}
