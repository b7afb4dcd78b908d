package inkflow.diffusion.engine;

import inkflow.diffusion.ControlInput;
import inkflow.diffusion.LoraScale;
import inkflow.diffusion.Picture;
import inkflow.diffusion.RenderRequest;
import java.util.List;
import java.util.Optional;

/** A request to vary. */
record Requests(
    String session,
    String prompt,
    long seed,
    int steps,
    double guidanceScale,
    List<LoraScale> loras,
    Optional<Picture> initial,
    double strength,
    int size,
    List<ControlInput> controls) {

  static Requests of(String session) {
    return new Requests(session, "the sun", 7, 4, 1, List.of(), Optional.empty(), 1, 64, List.of());
  }

  Requests prompt(String other) {
    return new Requests(
        session, other, seed, steps, guidanceScale, loras, initial, strength, size, controls);
  }

  Requests seed(long other) {
    return new Requests(
        session, prompt, other, steps, guidanceScale, loras, initial, strength, size, controls);
  }

  Requests steps(int other) {
    return new Requests(
        session, prompt, seed, other, guidanceScale, loras, initial, strength, size, controls);
  }

  Requests guidanceScale(double other) {
    return new Requests(
        session, prompt, seed, steps, other, loras, initial, strength, size, controls);
  }

  Requests lora(String name, double scale) {
    return new Requests(
        session,
        prompt,
        seed,
        steps,
        guidanceScale,
        List.of(new LoraScale(name, scale)),
        initial,
        strength,
        size,
        controls);
  }

  Requests from(Picture picture, double strength) {
    return new Requests(
        session,
        prompt,
        seed,
        steps,
        guidanceScale,
        loras,
        Optional.of(picture),
        strength,
        size,
        controls);
  }

  Requests size(int other) {
    return new Requests(
        session, prompt, seed, steps, guidanceScale, loras, initial, strength, other, controls);
  }

  Requests control(ControlInput... others) {
    return new Requests(
        session,
        prompt,
        seed,
        steps,
        guidanceScale,
        loras,
        initial,
        strength,
        size,
        List.of(others));
  }

  RenderRequest request() {
    return new RenderRequest(
        session,
        prompt,
        "blurry",
        seed,
        steps,
        strength,
        guidanceScale,
        loras,
        initial,
        size,
        size,
        controls);
  }
}
