package inkflow.diffusion;

/**
 * The key of an {@link EngineOption} in a job's configuration.
 *
 * @param path such as {@code engine.model}
 * @param more text after the option's sentence in the key's description; may be empty
 */
public record JobKey(String path, String more) {}
