package inkflow.diffusion.engine;

import inkflow.diffusion.engine.device.CallMemory;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.request.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device whose outputs depend on all inputs of their own row and on nothing else, so that a
 * picture shows what it was made from. Calls wait at a gate, which is open unless a test closes it.
 */
final class TestingDevice implements Device {

  /**
   * One device call.
   *
   * @param what encodeText, encodeImage, predict or decode
   */
  record Call(String what, int size, String thread) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<List<Row>> predicted = new CopyOnWriteArrayList<>();
  final List<LoraMix> encodedUnder = new CopyOnWriteArrayList<>();
  final List<Call> mixed = new CopyOnWriteArrayList<>();
  final Semaphore mixGate = new Semaphore(Integer.MAX_VALUE / 2);
  final AtomicInteger openMixes = new AtomicInteger();
  volatile RuntimeException mixFailure;

  /** Thrown by the next mix that is freed, which the device thread does between two calls. */
  volatile RuntimeException freeFailure;

  volatile boolean closed;
  final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  volatile RuntimeException failure;
  volatile Error fatal;

  /** Pixels of all rows of a call together beyond which it runs out of memory. */
  volatile long room = Long.MAX_VALUE;

  /** Its reported memory. */
  volatile CallMemory memory = CallMemory.UNKNOWN;

  /** Makes the following calls wait at the gate. */
  TestingDevice closeGate() {
    gate.drainPermits();
    return this;
  }

  void openGate() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  List<Integer> sizes(String what) {
    return calls.stream().filter(c -> c.what().equals(what)).map(Call::size).toList();
  }

  /** Its mix, as its weights. */
  private final class Mixed implements MixedWeights {
    final LoraMix mix;

    Mixed(LoraMix mix) {
      this.mix = mix;
      openMixes.incrementAndGet();
    }

    @Override
    public long bytes() {
      return 1;
    }

    @Override
    public void close() {
      openMixes.decrementAndGet();
      if (freeFailure != null) {
        RuntimeException thrown = freeFailure;
        freeFailure = null;
        throw thrown;
      }
    }
  }

  @Override
  public MixedWeights mix(LoraMix mix) {
    mixed.add(new Call("mix", mix.scales().size(), Thread.currentThread().getName()));
    mixGate.acquireUninterruptibly();
    if (mixFailure != null) {
      RuntimeException thrown = mixFailure;
      mixFailure = null;
      throw thrown;
    }
    return new Mixed(mix);
  }

  @Override
  public CallMemory memory() {
    return memory;
  }

  /**
   * @param pixels of the pictures that a row stands for; 0 for a text
   */
  private void enter(String what, int size, long pixels) {
    enter(what, size);
    if (size * pixels > room) {
      throw new DeviceOutOfMemoryException(what + " of " + size, null);
    }
  }

  private static long pixels(Latent latent) {
    return 64L * latent.width() * latent.height();
  }

  private void enter(String what, int size) {
    calls.add(new Call(what, size, Thread.currentThread().getName()));
    gate.acquireUninterruptibly();
    if (failure != null) {
      RuntimeException thrown = failure;
      failure = null;
      throw thrown;
    }
    if (fatal != null) {
      throw fatal;
    }
  }

  @Override
  public Latent emptyLatent(int width, int height) {
    return new Latent(1, height / 8, width / 8, new float[height / 8 * (width / 8)]);
  }

  @Override
  public List<Embedding> encodeTexts(MixedWeights weights, List<EncoderTexts> prompts) {
    enter("encodeText", prompts.size());
    encodedUnder.add(((Mixed) weights).mix);
    return prompts.stream().map(prompt -> embedding(prompt.first().hashCode() % 1000)).toList();
  }

  private static Embedding embedding(float value) {
    return new Embedding(1, 1, new float[] {value}, new float[0]);
  }

  @Override
  public List<EncodedPicture> encodeImage(List<Picture> pictures) {
    enter(
        "encodeImage", pictures.size(), (long) pictures.get(0).width() * pictures.get(0).height());
    List<EncodedPicture> latents = new ArrayList<>();
    for (Picture picture : pictures) {
      Latent latent = emptyLatent(picture.width(), picture.height());
      java.util.Arrays.fill(latent.values(), picture.rgb()[0]);
      latents.add(new EncodedPicture(latent, new float[0]));
    }
    return latents;
  }

  @Override
  public List<EncodedPicture> encodeMasked(List<MaskedPicture> pictures) {
    return encodeImage(pictures.stream().map(MaskedPicture::picture).toList());
  }

  @Override
  public List<Latent> predict(MixedWeights weights, List<Row> rows) {
    enter("predict", rows.size(), pixels(rows.get(0).latent()));
    predicted.add(List.copyOf(rows));
    LoraMix mix = ((Mixed) weights).mix;
    return rows.stream().map(row -> output(mix, row)).toList();
  }

  private static Latent output(LoraMix mix, Row row) {
    float[] output = new float[row.latent().values().length];
    for (int i = 0; i < output.length; i++) {
      output[i] =
          31 * row.latent().values()[i]
              + 7 * row.timestep()
              + row.text().states()[0]
              + mix.hashCode() % 100;
    }
    return row.latent().with(output);
  }

  @Override
  public List<Picture> decode(List<Latent> latents) {
    enter("decode", latents.size(), pixels(latents.get(0)));
    return latents.stream().map(TestingDevice::picture).toList();
  }

  private static Picture picture(Latent latent) {
    int width = latent.width() * 8;
    int height = latent.height() * 8;
    byte[] rgb = new byte[width * height * 3];
    java.util.Arrays.fill(rgb, (byte) latent.values()[0]);
    return new Picture(width, height, rgb);
  }

  @Override
  public void close() {
    closed = true;
  }
}
