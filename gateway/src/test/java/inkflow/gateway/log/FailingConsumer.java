package inkflow.gateway.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;

/** A real consumer whose next poll throws what a test puts in its way. */
final class FailingConsumer {
  private FailingConsumer() {}

  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> of(
      Consumer<byte[], byte[]> real, AtomicReference<Throwable> fault) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            FailingConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              Throwable thrown = method.getName().equals("poll") ? fault.getAndSet(null) : null;
              if (thrown != null) {
                throw thrown;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
