package inkflow.diffusion.torchscript;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Java values as TorchScript source. */
final class Literal {
  private Literal() {}

  /**
   * The source text of a value.
   *
   * @throws IllegalArgumentException for a kind of value that TorchScript has no literal for
   */
  static String of(Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof DType type) {
      return Integer.toString(type.code());
    } else if (value instanceof Boolean bool) {
      return bool ? "True" : "False";
    } else if (value instanceof Value || value instanceof Integer || value instanceof Long) {
      return value.toString();
    } else if (value instanceof Double number) {
      return ofDouble(number);
    } else if (value instanceof String text) {
      return '"' + text + '"';
    } else if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    } else if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "annotate(List[Optional[number]], [])"
          : list.stream().map(Literal::of).collect(Collectors.joining(", ", "[", "]"));
    }
    throw new IllegalArgumentException(
        "literal: " + value.getClass() + " (expected: a value, number, text or list)");
  }

  private static String ofDouble(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("literal: " + number + " (expected: a finite number)");
    }
    return Double.toString(number).replace('E', 'e');
  }
}
