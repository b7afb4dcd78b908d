package inkflow.canvas.kinds;

import inkflow.Text;

/**
 * Lines of text.
 *
 * @param size height of a line, in canvas units
 * @param font a family name; null is the sans-serif of the machine
 */
public record TextContent(String text, double x, double y, double size, String font)
    implements Content {

  static Painted of(Text text) {
    TextContent content =
        new TextContent(text.getText(), text.getX(), text.getY(), text.getSize(), text.getFont());
    return new Painted(content, text.getColour(), 0);
  }

  @Override
  public boolean hasFill() {
    return true;
  }

  @Override
  public Text record(int fill, int outline) {
    return new Text(text, x, y, size, fill, font);
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.text(this);
  }
}
