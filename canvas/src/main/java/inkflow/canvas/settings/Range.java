package inkflow.canvas.settings;

import java.math.BigDecimal;
import java.util.function.DoublePredicate;

/**
 * Which numbers a setting accepts.
 *
 * @param numbers false for NaN too
 * @param expected as written in an error message
 */
public record Range(DoublePredicate numbers, String expected) {

  /** Accepts every text, list and number. */
  static final Range ANY = new Range(n -> true, "any");

  static final Range FINITE = new Range(Double::isFinite, "a finite number");

  static Range closed(double least, double most) {
    return new Range(n -> n >= least && n <= most, plain(least) + " to " + plain(most));
  }

  static Range above(double bound, double most) {
    return new Range(n -> n > bound && n <= most, "> " + plain(bound) + " and <= " + plain(most));
  }

  static Range atLeast(double least) {
    return new Range(n -> n >= least && Double.isFinite(n), ">= " + plain(least));
  }

  static Range multiplesOf(int step, int least) {
    return new Range(n -> n >= least && n % step == 0, "a multiple of " + step + " from " + least);
  }

  /** This range with the additional upper limit {@code most}. */
  public Range upTo(int most) {
    return new Range(n -> n <= most && numbers.test(n), expected + " to " + most);
  }

  /** Whether it accepts {@code value}. Values that are not numbers are always accepted. */
  public boolean takes(Object value) {
    return !(value instanceof Number number) || numbers.test(number.doubleValue());
  }

  /** A number without trailing zeros: 1 and not 1.0. */
  static String plain(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
