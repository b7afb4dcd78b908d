package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LruByBytesTest {
  private final List<String> made = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final LruByBytes<String, Sized> cache =
      new LruByBytes<>(10, this::make, value -> value.name.length());

  private final class Sized implements AutoCloseable {
    private final String name;

    Sized(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private Sized make(String name) {
    made.add(name);
    return new Sized(name);
  }

  @Test
  void makesAValueOnce() {
    assertThat(cache.get("four")).isSameAs(cache.get("four"));
    assertThat(made).containsExactly("four");
  }

  @Test
  void theOneUnusedForLongestGoesFirst() {
    cache.get("four");
    cache.get("three");
    cache.get("four");
    cache.get("two");
    assertThat(closed).containsExactly("three");
    assertThat(cache.bytes()).isEqualTo(7);
  }

  @Test
  void oneBiggerThanAllRoomStaysAlone() {
    cache.get("four");
    assertThat(cache.get("more than all there is")).isNotNull();
    assertThat(closed).containsExactly("four");
  }

  @Test
  void closingFreesAll() {
    cache.get("four");
    cache.get("three");
    cache.close();
    assertThat(closed).containsExactlyInAnyOrder("four", "three");
    assertThat(cache.bytes()).isZero();
  }
}
