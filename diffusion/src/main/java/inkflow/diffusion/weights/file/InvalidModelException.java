package inkflow.diffusion.weights.file;

import java.nio.file.Path;

/**
 * A file or folder that is not the expected model. The message names the file, the key in it and
 * what was expected; it is meant for the user who chose the file.
 */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String key;

  /**
   * @param key the tensor, field or module at fault; empty when it is the file as a whole
   * @param problem what is wrong, with its value and what was expected
   */
  public InvalidModelException(Path file, String key, String problem) {
    this(file, key, problem, null);
  }

  public InvalidModelException(Path file, String key, String problem, Throwable cause) {
    super(file + ": " + (key.isEmpty() ? "" : key + ": ") + problem, cause);
    this.file = file;
    this.key = key;
  }

  /** The file or folder at fault. */
  public Path file() {
    return file;
  }

  /** The tensor, field or module at fault; empty when it is the file as a whole. */
  public String key() {
    return key;
  }
}
