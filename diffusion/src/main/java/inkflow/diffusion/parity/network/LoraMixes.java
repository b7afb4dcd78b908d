package inkflow.diffusion.parity.network;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraModule;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.lora.PlainLoraMerge.Term;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The adapters of a case and the mixes of them that its calls ask for. */
public final class LoraMixes {
  private static final String USUAL = "kohya";

  private final ParityCase golden;
  private final LoraTargets targets;
  private final Map<String, LoraFile> files = new HashMap<>();

  LoraMixes(ParityCase golden, LoraTargets targets) {
    this.golden = golden;
    this.targets = targets;
  }

  /** A file of the case, read for its model. */
  LoraFile read(String path) {
    return files.computeIfAbsent(path, key -> LoraFile.read(golden.path(key), targets));
  }

  /** A list of {@code [adapter, scale]}; {@code adapter.form} names another file of it. */
  List<Term> mix(JsonNode list) {
    List<Term> mix = new ArrayList<>();
    for (JsonNode term : list) {
      String[] name = term.get(0).asText().split("\\.", 2);
      JsonNode adapter = golden.json().path("adapters").path(name[0]);
      String form = name.length == 1 ? USUAL : name[1];
      mix.add(new Term(read(adapter.path(form).asText()), term.get(1).asDouble()));
    }
    return mix;
  }

  /** What a mix does to one of the model's parts. */
  public static List<WeightUpdate> updates(List<Term> mix, ModelPart part) {
    List<WeightUpdate> updates = new ArrayList<>();
    for (Term term : mix) {
      for (LoraModule module : term.lora().modules()) {
        if (module.part() == part) {
          double scale = term.scale() * module.scale();
          updates.add(new WeightUpdate(module.weightName(), module.delta(), scale));
        }
      }
    }
    return updates;
  }
}
