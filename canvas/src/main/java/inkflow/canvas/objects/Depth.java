package inkflow.canvas.objects;

/** An object's position from back to front; sorts farthest first. */
public record Depth(double z, long order) implements Comparable<Depth> {
  @Override
  public int compareTo(Depth other) {
    int byZ = Double.compare(z, other.z);
    return byZ != 0 ? byZ : Long.compare(order, other.order);
  }
}
