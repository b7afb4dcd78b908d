package inkflow.diffusion.parity;

import ai.djl.Device;
import inkflow.diffusion.engine.torch.TorchDeviceName;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.parity.golden.ParityResult;
import inkflow.diffusion.parity.network.AutoencoderKind;
import inkflow.diffusion.parity.network.ClipTextKind;
import inkflow.diffusion.parity.network.ControlNetKind;
import inkflow.diffusion.parity.network.FullSizeKind;
import inkflow.diffusion.parity.network.IpAdapterKind;
import inkflow.diffusion.parity.network.LoraKind;
import inkflow.diffusion.parity.network.MalformedKind;
import inkflow.diffusion.parity.network.SingleFileKind;
import inkflow.diffusion.parity.network.TaesdKind;
import inkflow.diffusion.parity.network.UNetKind;
import inkflow.diffusion.parity.pipeline.PipelineKind;
import inkflow.diffusion.parity.sampling.AddNoiseKind;
import inkflow.diffusion.parity.sampling.LcmStepKind;
import inkflow.diffusion.parity.sampling.PortableStepKind;
import inkflow.diffusion.parity.sampling.RandomKind;
import inkflow.diffusion.parity.sampling.ScheduleKind;
import inkflow.diffusion.parity.sampling.StreamKind;
import inkflow.diffusion.parity.sampling.TokenizerKind;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a folder of golden cases in float32 and reports the differences. */
public final class ParityCheck {
  private static final Map<String, KindRunner> RUNNERS =
      Map.ofEntries(
          Map.entry("unet", new UNetKind()),
          Map.entry("clip_text", new ClipTextKind()),
          Map.entry("tokenizer", new TokenizerKind()),
          Map.entry("vae_tiny", new AutoencoderKind()),
          Map.entry("vae_kl", new AutoencoderKind()),
          Map.entry("schedule", new ScheduleKind()),
          Map.entry("lcm_step", new LcmStepKind()),
          Map.entry("add_noise", new AddNoiseKind()),
          Map.entry("portable", new PortableStepKind()),
          Map.entry("rng", new RandomKind()),
          Map.entry("lora", new LoraKind()),
          Map.entry("single_file", new SingleFileKind()),
          Map.entry("single_taesd", new TaesdKind()),
          Map.entry("full_keys", new FullSizeKind()),
          Map.entry("stream", new StreamKind()),
          Map.entry("controlnet", new ControlNetKind()),
          Map.entry("ip_adapter", new IpAdapterKind()),
          Map.entry("malformed", new MalformedKind()),
          Map.entry("pipeline", new PipelineKind()));

  private ParityCheck() {}

  /** The case folders in a folder, by name; the folder itself if it is a case. */
  public static List<Path> cases(Path folder) {
    if (isCase(folder)) {
      return List.of(folder);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(ParityCheck::isCase).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs cases one after the other.
   *
   * @param device that networks run on, {@code cpu} or {@code cuda:N}
   * @param each receives each result as soon as it is available, on this thread
   * @return whether all are passed
   * @throws inkflow.diffusion.hardware.NoGpuException for a GPU that isn't there or can't be used
   */
  public static boolean run(List<Path> cases, String device, Consumer<ParityResult> each) {
    Device torch = TorchDeviceName.of(device);
    TorchRuntime.start(1); // the networks are tiny
    if (torch.isGpu()) {
      TorchRuntime.requireGpu(torch);
    }
    boolean ok = true;
    for (Path folder : cases) {
      ParityResult result = run(folder, torch);
      each.accept(result);
      ok &= result.ok();
    }
    return ok;
  }

  /** Runs one case; an exception becomes a fault of the case. */
  private static ParityResult run(Path folder, Device device) {
    String id = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    try {
      ParityCase golden = ParityCase.read(folder, device);
      Findings findings = new Findings(golden);
      run(golden, findings);
      return findings.result(id);
    } catch (RuntimeException e) {
      return new ParityResult(id, Double.NaN, 0, List.of(String.valueOf(e.getMessage())));
    }
  }

  private static void run(ParityCase golden, Findings findings) {
    KindRunner runner = RUNNERS.get(golden.kind());
    if (runner == null) {
      findings.fault("not supported yet: " + golden.kind());
      return;
    }
    try {
      runner.run(golden, findings);
    } catch (RuntimeException e) {
      findings.fault(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static boolean isCase(Path folder) {
    return Files.isRegularFile(folder.resolve(ParityCase.DESCRIPTION));
  }
}
