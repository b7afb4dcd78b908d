package inkflow.diffusion.engine.device;

/**
 * Estimate of the memory that a device's calls use while they run. It grows with pixels and rows.
 *
 * @param bytes most memory for all rows of one call
 * @param encode bytes per pixel of an encoded picture
 * @param predict bytes per pixel of the picture that a UNet row belongs to
 * @param decode bytes per pixel of a decoded picture
 */
public record CallMemory(long bytes, long encode, long predict, long decode) {

  /** For a device without an estimate: no limit until a call runs out of memory. */
  public static final CallMemory UNKNOWN = new CallMemory(Long.MAX_VALUE, 1, 1, 1);
}
