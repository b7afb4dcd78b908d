package inkflow.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** The sessions of one subtask in Flink's keyed state. Task thread only. */
public final class SessionStore {
  private final ValueStateDescriptor<SessionState> descriptor =
      new ValueStateDescriptor<>("session", SessionStateSerializer.INSTANCE);
  private final KeyedStateBackend<String> backend;
  private final ValueState<SessionState> value;
  private int count;

  public SessionStore(KeyedStateBackend<String> backend) throws Exception {
    this.backend = backend;
    this.value =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    this.count = sessions(any -> true).size();
  }

  /** Null if there is no such session. */
  public SessionState get(String session) throws Exception {
    backend.setCurrentKey(session);
    return value.value();
  }

  public void put(String session, SessionState state) throws Exception {
    if (get(session) == null) {
      count++;
    }
    value.update(state);
  }

  public void remove(String session) throws Exception {
    if (get(session) != null) {
      count--;
    }
    value.clear();
  }

  public int count() {
    return count;
  }

  /**
   * The sessions whose state matches. Collected into a list, since keyed state may not change while
   * Flink iterates over its keys.
   */
  public List<String> sessions(Predicate<SessionState> which) throws Exception {
    List<String> found = new ArrayList<>();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        descriptor,
        (session, state) -> {
          if (which.test(state.value())) {
            found.add(session);
          }
        });
    return found;
  }
}
