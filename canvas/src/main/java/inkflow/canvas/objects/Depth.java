package inkflow.canvas.objects;

/** The place of an object in the pile: farther ones sort first. */
public record Depth(double z, long order) implements Comparable<Depth> {
  @Override
  public int compareTo(Depth other) {
    int byZ = Double.compare(z, other.z);
    return byZ != 0 ? byZ : Long.compare(order, other.order);
  }
}
