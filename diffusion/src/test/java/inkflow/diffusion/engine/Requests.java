package inkflow.diffusion.engine;

import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A request to vary; each variation is another one. */
public final class Requests implements Cloneable {
  private String session;
  private String prompt = "the sun";
  private long seed = 7;
  private double seedVariation;
  private int steps = 4;
  private double guidanceScale = 1;
  private List<LoraScale> loras = List.of();
  private Optional<Picture> initial = Optional.empty();
  private Optional<Picture> mask = Optional.empty();
  private double strength = 1;
  private int size = 64;
  private List<ControlInput> controls = List.of();
  private List<Integer> timesteps = List.of();

  private Requests() {}

  public static Requests of(String session) {
    return new Requests().with(it -> it.session = session);
  }

  private Requests with(Consumer<Requests> change) {
    try {
      Requests copy = (Requests) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  Requests prompt(String other) {
    return with(it -> it.prompt = other);
  }

  public Requests seed(long other) {
    return with(it -> it.seed = other);
  }

  Requests seedVariation(double other) {
    return with(it -> it.seedVariation = other);
  }

  public Requests steps(int other) {
    return with(it -> it.steps = other);
  }

  Requests guidanceScale(double other) {
    return with(it -> it.guidanceScale = other);
  }

  Requests lora(String name, double scale) {
    return with(it -> it.loras = List.of(new LoraScale(name, scale)));
  }

  public Requests from(Picture picture, double far) {
    return with(
        it -> {
          it.initial = Optional.of(picture);
          it.strength = far;
        });
  }

  public Requests repaint(Picture white) {
    return with(it -> it.mask = Optional.of(white));
  }

  Requests size(int other) {
    return with(it -> it.size = other);
  }

  Requests control(ControlInput... others) {
    return with(it -> it.controls = List.of(others));
  }

  public Requests timesteps(Integer... others) {
    return with(it -> it.timesteps = List.of(others));
  }

  public RenderRequest request() {
    return new RenderRequest(
        session,
        new Scene(prompt, "blurry", initial, mask, controls, size, size),
        new Sampling(
            new Noise(seed, seedVariation), steps, strength, guidanceScale, loras, timesteps));
  }
}
