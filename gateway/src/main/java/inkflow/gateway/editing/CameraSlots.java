package inkflow.gateway.editing;

import inkflow.CameraFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Conflates camera pictures: per camera, one is being appended to the log and at most one waits,
 * always the newest. If the log can't keep up, pictures are skipped. Event loop only.
 */
final class CameraSlots {
  static final int MOST_SOURCES = 4;

  private final Function<CameraFrame, CompletionStage<Long>> append;
  private final Executor loop;
  private final Intake intake;
  private final Runnable skipped;
  private final Map<String, Slot> slots = new HashMap<>();

  /** The slot of one camera; exists while a picture is being appended. */
  private static final class Slot {
    CameraFrame waiting;
    int waitingBytes;
  }

  /**
   * @param append completes on any thread
   * @param skipped called for each picture that is skipped
   */
  CameraSlots(
      Function<CameraFrame, CompletionStage<Long>> append,
      Executor loop,
      Intake intake,
      Runnable skipped) {
    this.append = append;
    this.loop = loop;
    this.intake = intake;
    this.skipped = skipped;
  }

  /**
   * @param bytes bytes that the intake has counted for it
   */
  void offer(CameraFrame frame, int bytes) {
    Slot slot = slots.get(frame.getSourceId());
    if (slot == null && slots.size() == MOST_SOURCES) {
      intake.give(bytes);
      skipped.run();
    } else if (slot == null) {
      slots.put(frame.getSourceId(), new Slot());
      write(frame, bytes);
    } else {
      if (slot.waiting != null) {
        intake.give(slot.waitingBytes);
        skipped.run();
      }
      slot.waiting = frame;
      slot.waitingBytes = bytes;
    }
  }

  private void write(CameraFrame frame, int bytes) {
    String source = frame.getSourceId();
    append
        .apply(frame)
        .whenComplete((offset, failure) -> loop.execute(() -> written(source, bytes)));
  }

  private void written(String source, int bytes) {
    intake.give(bytes);
    Slot slot = slots.get(source);
    CameraFrame next = slot.waiting;
    slot.waiting = null;
    if (next == null) {
      slots.remove(source);
    } else {
      write(next, slot.waitingBytes);
    }
  }

  /** Drops the waiting pictures. */
  void close() {
    for (Slot slot : slots.values()) {
      if (slot.waiting != null) {
        intake.give(slot.waitingBytes);
        slot.waiting = null;
      }
    }
  }
}
