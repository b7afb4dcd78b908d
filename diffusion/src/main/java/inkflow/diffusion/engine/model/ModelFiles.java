package inkflow.diffusion.engine.model;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.engine.sampling.GuidancePasses;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.text.PromptChunks;
import inkflow.diffusion.weights.checkpoint.AutoencoderFiles;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ControlNetFiles;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files named by a set of options, found and memory-mapped but not loaded. */
public final class ModelFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFiles.class);
  private static final String SUFFIX = ".safetensors";
  private static final double FULL_LCM_GUIDANCE = 8;

  private final EngineOptions options;
  private final ModelCheckpoint checkpoint;
  private final ComponentFolder unet;
  private final ComponentFolder autoencoder;
  private final Map<String, LoraFile> loras;
  private final Map<String, inkflow.diffusion.lora.LoraFile> adapters = new TreeMap<>();
  private final Map<String, ComponentFolder> controlNets = new TreeMap<>();

  private List<PromptChunks> prompts;

  private ModelFiles(EngineOptions options) {
    this.options = options;
    this.checkpoint = ModelCheckpoint.open(options.get(EngineOption.MODEL));
    this.unet = checkpoint.unet();
    double scaling =
        AutoencoderKlConfig.usualScalingFactor(
            UNetConfig.read(unet.config()).hasAddedConditioning());
    this.autoencoder =
        options
            .find(EngineOption.VAE)
            .map(vae -> AutoencoderFiles.open(vae, scaling))
            .orElseGet(checkpoint::autoencoder);
    this.loras = loras(options);
    LoraTargets targets = loraTargets();
    loras.forEach((name, lora) -> adapters.put(name, adapter(lora, targets)));
    controlNets(options).forEach((name, file) -> controlNets.put(name, ControlNetFiles.open(file)));
  }

  /**
   * @throws inkflow.diffusion.weights.file.InvalidModelException when the model is missing or
   *     broken
   */
  public static ModelFiles find(EngineOptions options) {
    return new ModelFiles(options);
  }

  private static Map<String, LoraFile> loras(EngineOptions options) {
    Map<String, LoraFile> loras = new TreeMap<>();
    for (Path file :
        own(options.get(EngineOption.MODEL).resolve("lora"), ModelFiles::isSafetensors)) {
      String fileName = file.getFileName().toString();
      String name = fileName.substring(0, fileName.length() - SUFFIX.length());
      loras.put(name, new LoraFile(name, file, name.equals(ModelInfo.ACCELERATION) ? 1 : 0));
    }
    // After the model's own, so that a file given for `lcm` replaces it.
    options.get(EngineOption.LORAS).forEach(lora -> loras.put(lora.name(), lora));
    return loras;
  }

  private inkflow.diffusion.lora.LoraFile adapter(LoraFile lora, LoraTargets targets) {
    if (!options.get(EngineOption.LENIENT_LORAS)) {
      return inkflow.diffusion.lora.LoraFile.read(lora.file(), targets);
    }
    var adapter = inkflow.diffusion.lora.LoraFile.readLeniently(lora.file(), targets);
    List<String> ignored = adapter.ignored();
    if (!ignored.isEmpty()) {
      LOG.warn(
          "LoRA {}: {} of its modules or tensors are left out: {}",
          lora.name(),
          ignored.size(),
          ignored);
    }
    return adapter;
  }

  private static Map<String, Path> controlNets(EngineOptions options) {
    Map<String, Path> nets = new TreeMap<>();
    own(options.get(EngineOption.MODEL).resolve("controlnet"), Files::isDirectory)
        .forEach(folder -> nets.put(folder.getFileName().toString(), folder));
    // As with LoRAs, a file given for `sketch` replaces the model's own.
    options.get(EngineOption.CONTROL_NETS).forEach(net -> nets.put(net.name(), net.file()));
    return nets;
  }

  private static boolean isSafetensors(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  /** LoRAs or ControlNets in the model's own folder. */
  private static List<Path> own(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public EngineOptions options() {
    return options;
  }

  public ModelCheckpoint checkpoint() {
    return checkpoint;
  }

  public ComponentFolder autoencoder() {
    return autoencoder;
  }

  /** By name. */
  Map<String, LoraFile> loras() {
    return loras;
  }

  /** By name. */
  public Map<String, ComponentFolder> controlNets() {
    return controlNets;
  }

  /** The contents of {@link #loras()}, by name. */
  public Map<String, inkflow.diffusion.lora.LoraFile> adapters() {
    return adapters;
  }

  /**
   * Splits prompts into chunks, for each text encoder. Read at the first call.
   *
   * @throws inkflow.diffusion.weights.file.InvalidModelException when a tokenizer is broken
   */
  public synchronized List<PromptChunks> prompts() {
    if (prompts == null) {
      prompts = Tokenizers.of(checkpoint).stream().map(PromptChunks::new).toList();
    }
    return prompts;
  }

  /** The modules that a LoRA of this model can change. */
  private LoraTargets loraTargets() {
    return LoraTargets.of(
        unet.tensors(), checkpoint.textEncoders().stream().map(ComponentFolder::tensors).toList());
  }

  public LoadedLoras loadedLoras() {
    Map<String, Double> scales = new LinkedHashMap<>();
    loras.forEach((name, lora) -> scales.put(name, lora.scale()));
    Set<String> ofText = new HashSet<>();
    adapters.forEach(
        (name, adapter) -> {
          if (adapter.modules().stream().anyMatch(module -> module.part() != ModelPart.UNET)) {
            ofText.add(name);
          }
        });
    return new LoadedLoras(scales, ofText);
  }

  public GuidancePasses passes() {
    boolean guidanceIsEmbedded = UNetConfig.read(unet.config()).timeCondDim() > 0;
    return new GuidancePasses(guidanceIsEmbedded, checkpoint.emptyNegativeIsZero());
  }

  /** Whether the UNet is made for inpainting. */
  public boolean repaints() {
    return UNetConfig.read(unet.config()).repaints();
  }

  public ModelInfo info() {
    UNetConfig config = UNetConfig.read(unet.config());
    int side = config.sampleSize();
    int downscale = AutoencoderConfig.read(autoencoder.config()).downscale();
    String family = config.hasAddedConditioning() ? "sdxl" : "sd15";
    return new ModelInfo(
        checkpoint.name(),
        family,
        side * downscale,
        List.copyOf(loras.keySet()),
        List.copyOf(controlNets.keySet()),
        config.timeCondDim() > 0 ? FULL_LCM_GUIDANCE : 1,
        options.get(EngineOption.DEVICE),
        words());
  }

  private Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    adapters.forEach((name, adapter) -> adapter.words().ifPresent(its -> words.put(name, its)));
    return words;
  }
}
