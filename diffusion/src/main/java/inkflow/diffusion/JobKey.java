package inkflow.diffusion;

/**
 * How a job's configuration names an {@link EngineOption}.
 *
 * @param path such as {@code engine.model}
 * @param more goes after the option's sentence in the key's description; may be empty
 */
public record JobKey(String path, String more) {}
