package inkflow.diffusion;

import java.util.List;

/**
 * What an engine has loaded.
 *
 * @param name of the checkpoint: its folder or file name
 * @param family the architecture, such as "sd15" or "sdxl"
 * @param nativeSize pixels of the side it was trained at
 * @param loras names that a request may use
 */
public record ModelInfo(String name, String family, int nativeSize, List<String> loras) {}
