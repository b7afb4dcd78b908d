"""Scores an exported model with the judge: what is recognised, how well pictures follow the drawing, and the cost. Writes
scores.json.

The drawings are sketches made from unseen artwork, of known concepts and of held-out ones.
"""

import json
import random
import time
from pathlib import Path

import numpy as np
import torch

from ..demo import demos, draw
from ..gloss import figures
from ..judge import Judge, top
from ..measures import colour_distance, edge_agreement, edge_energy, frechet, mean_of, psnr
from ..model import Inkling
from ..pack import Pack
from ..pairs import centred, held_out_twins
from ..sketches import Sketcher
from ..style_judge import PLAIN, StyleJudge
from ..styles import BLEND, STYLES, finished, loras_of, sets_of, styled
from ..trainer import DEVICE, use_threads

STRENGTHS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PARTS = ("judge", "autoencoder", "text", "strengths", "follow", "calls", "diversity", "styles", "gloss", "demo", "sun")


def add_arguments(parser):
    parser.add_argument("--model", default="../inkling", help="an exported model folder")
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--judge", default="judge", help="folder of the judge, and in its styles/ of the judge of styles")
    parser.add_argument("--out", default="../inkling/card/scores.json")
    parser.add_argument("--pictures", type=int, default=100, help="drawings of known concepts; held-out ones half as many")
    parser.add_argument("--guidance", type=float, default=3.0, help="of the base; LCM-LoRA runs without")
    parser.add_argument("--strength", type=float, default=0.6)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--threads", type=int, default=2)


def run(arguments):
    use_threads(arguments.threads)
    out = Path(arguments.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    parts = arguments.parts.split(",")
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise ValueError(f"--parts: {unknown} (expected: of {', '.join(PARTS)})")
    scores = json.load(out.open()) if out.exists() else {}
    scorer = Scorer(arguments)
    scores["model"] = {"size": scorer.model.size, "names": len(scorer.judge_net.names), "pictures": len(scorer.known), "held out": len(scorer.held), "strength": arguments.strength,
                       "guidance": arguments.guidance, "eta": scorer.model.eta}
    for part in parts:
        start = time.time()
        scores[part] = getattr(scorer, part)()
        print(f"{part} ({time.time() - start:.0f} s): {json.dumps(scores[part])}", flush=True)
        json.dump(scores, out.open("w"), indent=1)
    return scores


class Scorer:
    """Scores of one model by one judge. Every part returns a dict of figures; percentages are in 0..100."""

    def __init__(self, arguments):
        self.strength, self.guidance = arguments.strength, arguments.guidance
        self.model, self.judge_net = Inkling.load(arguments.model), Judge.load(arguments.judge).to(DEVICE)
        self.style_judge = StyleJudge.load(f"{arguments.judge}/styles")
        self.pack = Pack(arguments.pack)
        self.cases_seed = random.Random(3)
        _, held, unseen = self.pack.split()
        self.known = self._choose(unseen, arguments.pictures)
        self.held = self._choose(held, arguments.pictures // 2)
        self._sketcher = Sketcher(self.model.size, random.Random(4))
        self.known_sketches, self.held_sketches = self._sketches(self.known), self._sketches(self.held)
        self.lcm = (self.model.lora("lcm"), 1.0)

    def _choose(self, rows, count):
        """Every concept once before any twice."""
        rows = [i for i in rows if self.pack.rows[i]["set"] != "fluent-3d" and self.pack.name(i) in self.judge_net.names]
        self.cases_seed.shuffle(rows)
        seen, first, later = set(), [], []
        for i in rows:
            (later if self.pack.name(i) in seen else first).append(i)
            seen.add(self.pack.name(i))
        return (first + later)[:count]

    def _drawing(self, i):
        return centred(self.pack.sprite(i), self.model.size)

    def _sketches(self, rows):
        return np.stack([self._sketcher.from_picture(self._drawing(i)) for i in rows]) if rows else None

    def _names(self, rows):
        return [self.pack.name(i) for i in rows]

    def _texts(self, rows, *styles):
        return [styled(name.lower(), *styles) for name in self._names(rows)]

    def _recognised(self, pictures, names):
        ranks = self.judge_net.ranks(self.judge_net.look(pictures), names)
        return {"top-1": top(ranks, 1), "top-5": top(ranks, 5)}

    def _followed(self, pictures, sketches):
        return {"edges": mean_of(edge_agreement, pictures, sketches), "colour distance": mean_of(colour_distance, pictures, sketches),
                "edge energy": mean_of(edge_energy, pictures)}

    def _few(self, rows, sketches, steps=4, **more):
        return self.model.draw(self._texts(rows), sketches, more.pop("strength", self.strength), steps, "lcm", 1, **more)

    def judge(self):
        """The judge on real drawings and on the unchanged sketches: upper and lower reference."""
        real = np.stack([self._drawing(i) for i in self.known + self.held])
        names = self._names(self.known) + self._names(self.held)
        own = {k.removeprefix("unseen "): v for k, v in self.judge_net.measured.items()}
        return {"unseen by the judge": own, "drawings": self._recognised(real, names), "edge energy": mean_of(edge_energy, real),
                "sketches of known": self._recognised(self.known_sketches, self._names(self.known)),
                "sketches of held out": self._recognised(self.held_sketches, self._names(self.held))}

    def autoencoder(self):
        """Held-out drawings encoded and decoded."""
        from skimage.metrics import structural_similarity
        real = np.stack([self._drawing(i) for i in self.known + self.held])
        back = np.concatenate([self.model.decode(self.model.encode(real[k:k + 16])) for k in range(0, len(real), 16)])
        return {"psnr": mean_of(psnr, real, back), "ssim": mean_of(lambda a, b: structural_similarity(a, b, channel_axis=2), real, back)}

    def text(self):
        """Text to image: base at 25 steps, LCM-LoRA at 4; Frechet distance to the artwork's own drawings."""
        rows = self.known + self.held
        names, real = self._names(rows), self.judge_net.look(np.stack([self._drawing(i) for i in rows]))
        result = {}
        for name, loras, settings in (("base, DDIM 25", (), (25, "ddim", self.guidance)), ("LCM-LoRA 4", (self.lcm,), (4, "lcm", 1))):
            self.model.use(*loras)
            pictures = self.model.draw(self._texts(rows), None, 1.0, *settings)
            features = self.judge_net.look(pictures)
            known = len(self.known)
            result[name] = {"known": self._recognised(pictures[:known], names[:known]), "held out": self._recognised(pictures[known:], names[known:]),
                            "frechet": round(frechet(features, real), 2)}
        return result

    def strengths(self):
        """Drawing and prompt, LCM-LoRA at 4 steps, for several strengths; known concepts, and held-out ones at the usual strength."""
        return self._over(STRENGTHS)

    def follow(self):
        """The same with the sketch adapter, up to strength 1, which starts from pure noise; {} for a model without one."""
        return self._over((*STRENGTHS, 1.0), follow=self.model.usual_follow) if self.model.adapter else {}

    def _over(self, strengths, **more):
        self.model.use(self.lcm)
        result = {}
        for strength in strengths:
            pictures = self._few(self.known, self.known_sketches, strength=strength, **more)
            result[str(strength)] = {**self._recognised(pictures, self._names(self.known)), **self._followed(pictures, self.known_sketches)}
        held = self._few(self.held, self.held_sketches, **more)
        result[f"held out, {self.strength}"] = {**self._recognised(held, self._names(self.held)), **self._followed(held, self.held_sketches)}
        return result

    def calls(self):
        """Equal network calls from the same drawings: LCM-LoRA, the base under the LCM sampler, the base under DDIM; and the base's best."""
        rows, sketches = self.known, self.known_sketches
        real = self.judge_net.look(np.stack([self._drawing(i) for i in rows]))

        def score(loras, steps, sampler, guidance, eta=None):
            self.model.use(*loras)
            pictures = self.model.draw(self._texts(rows), sketches, self.strength, steps, sampler, guidance, eta=eta)
            return {**self._recognised(pictures, self._names(rows)), **self._followed(pictures, sketches),
                    "frechet": round(frechet(self.judge_net.look(pictures), real), 2)}

        result = {"base, DDIM 25": score((), 25, "ddim", self.guidance)}
        for steps in (1, 2, 4):
            result[f"LCM-LoRA {steps}"] = score((self.lcm,), steps, "lcm", 1)
            if steps > 1 and self.model.eta < 1:
                result[f"LCM-LoRA {steps}, fresh noise"] = score((self.lcm,), steps, "lcm", 1, eta=1)
            result[f"base, LCM {steps}"] = score((), steps, "lcm", 1, eta=1)
            result[f"base, DDIM {steps}"] = score((), steps, "ddim", 1)
        return result

    def diversity(self):
        """Mean distance (0..1) in the judge's space between pictures of the same drawing and of the same words from four seeds."""
        rows, sketches = self.known[:12], self.known_sketches[:12]
        self.model.use(self.lcm)
        result = {}
        for name, with_sketch in (("drawing", sketches), ("words", None)):
            seen = [self.judge_net.embed_features(self.judge_net.look(self._few(rows, with_sketch, seeds=[seed] * len(rows))).to(DEVICE)).cpu() for seed in range(4)]
            gaps = [(1 - (seen[a] * seen[b]).sum(1)) / 2 for a in range(4) for b in range(a)]
            result[name] = round(float(torch.stack(gaps).mean()), 4)
        return result

    def styles(self):
        """Each style LoRA, and two at once, beside LCM-LoRA at 1.0, without the sketch adapter and with it: is the style seen, is the concept kept?"""
        rows, sketches = self.known[:48], self.known_sketches[:48]
        result = {}
        for styles in [(), *((style,) for style in STYLES), BLEND]:
            if not all(self.model.lora(style).exists() for style in styles):
                continue
            self.model.use(*loras_of(self.model, styles), self.lcm)
            for follow in sorted({0.0, self.model.usual_follow}):
                pictures = self.model.draw(self._texts(rows, *styles), sketches, self.strength, 4, "lcm", 1, follow=follow)
                name = (" + ".join(styles) or "none") + (", adapter" if follow else "")
                result[name] = self._told(pictures, styles or (PLAIN,), rows)
        for style in [name for name in result if name in STYLES]:
            result[style]["artwork"] = self._artwork(style, rows)
        return result

    def _told(self, pictures, styles, rows):
        """Percentage classified as each of these styles, and percentage recognised."""
        return {"style": self.style_judge.shares(pictures, styles), **self._recognised(pictures, self._names(rows))}

    def _artwork(self, style, rows):
        """The judges on artwork of the same concepts in this style; {} if its set has none of them."""
        own = self.pack.by_set.get(next(iter(sets_of(style))), {})
        drawn = [own[name] for name in self._names(rows) if name in own]
        if not drawn:
            return {}
        return self._told(np.stack([finished(self._drawing(i), style) for i in drawn]), (style,), drawn)

    def gloss(self):
        """Held-out things drawn flat, with the sketch adapter where there is one: are they given light, clean surfaces, crisp
        edges? {} for a pack without twins."""
        twins = held_out_twins(self.pack, self.model.size)
        if not twins:
            return {}
        names, flat, glossy = [twin.name for twin in twins], np.stack([twin.flat for twin in twins]), np.stack([twin.glossy for twin in twins])
        self.model.use(self.lcm)
        pictures = self.model.draw([name.lower() for name in names], flat, self.strength, 4, "lcm", 1, follow=self.model.usual_follow)
        return {name: {**self._recognised(drawn, names), **figures(drawn, twins)} for name, drawn in (("drawings", flat), ("4 steps", pictures), ("artwork", glossy))}

    def demo(self):
        """The 24 demo drawings, LCM-LoRA at 4 and 2 steps, with the sketch adapter and without."""
        sketches = np.stack([draw(demo, self.model.size) for demo in demos()])
        texts, names = [demo["prompt"] for demo in demos()], [demo["concept"] for demo in demos()]
        self.model.use(self.lcm)
        result = {"sketches": self._recognised(sketches, names)}
        usual = self.model.usual_follow
        for follow in sorted({usual, 0.0}, reverse=True):
            for steps in (2, 4):
                pictures = self.model.draw(texts, sketches, self.strength, steps, "lcm", 1, follow=follow)
                features = self.judge_net.look(pictures)
                missed = [name for name, rank in zip(names, self.judge_net.ranks(features, names)) if rank >= 5]
                name = f"{steps} steps" + (", without adapter" if follow != usual else "")
                result[name] = {**self._recognised(pictures, names), **self._followed(pictures, sketches), "missed": missed}
        return result

    def sun(self, frames=60):
        """A disc crosses the sky over the sea, one seed: is the sun where the disc is, and does the rest stay?"""
        size, scene = self.model.size, dict(next(demo for demo in demos() if demo["concept"] == "sun"))
        places = [15 + 70 * k / (frames - 1) for k in range(frames)]
        sketches = np.stack([draw({**scene, "shapes": scene["shapes"][:-1] + [["oval", "#ffd23f", x - 11, 12, x + 11, 34]]}, size) for x in places])
        self.model.use(self.lcm)
        pictures = self.model.draw([scene["prompt"]] * frames, sketches, 0.5, 2, "lcm", 1, seeds=[0] * frames, follow=self.model.usual_follow)
        found = [sun_centre(picture) for picture in pictures]
        off = [abs(x - 100 * f / size) for x, f in zip(places, found)]
        below = pictures[:, size // 2:].astype(np.float32)
        return {"off by, % of the side": round(float(np.mean(off)), 2), "furthest off": round(float(np.max(off)), 2),
                "frame to frame below the sky, of 255": round(float(np.abs(np.diff(below, axis=0)).mean()), 2)}


def sun_centre(picture):
    """The column where the upper half of the picture is warmest, in pixels."""
    sky = picture[: picture.shape[0] // 2].astype(np.float32)
    warmth = np.clip(sky[..., 0] + sky[..., 1] * 0.5 - 1.5 * sky[..., 2], 0, None) ** 2
    columns = warmth.sum(0) + 1e-6
    return float((columns * np.arange(len(columns))).sum() / columns.sum())
