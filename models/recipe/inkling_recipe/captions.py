"""What pictures are called: a thing's names, a landscape with what stands in it, the word of a style."""

from .backgrounds import KINDS
from .concepts import EVERYDAY, STYLE_WORDS


def with_article(noun):
    return ("an " if noun[0] in "aeiou" else "a ") + noun


class Captions:
    """Captions of a pack's drawings; chance is `rng`'s."""

    def __init__(self, pack, rng):
        self.pack, self.rng = pack, rng

    @staticmethod
    def style(artwork):
        """Its word at a caption's end, "" for the house look."""
        return f", {STYLE_WORDS[artwork]}" if STYLE_WORDS[artwork] else ""

    def of(self, i, plain=False):
        """A name of the row's concept: its own, the everyday one, or with or instead of it a tag."""
        rng, concept = self.rng, self.pack.concept(i)
        draw, name = rng.random(), concept["name"].lower().replace("“", "").replace("”", "").replace("’", "'")
        if concept["name"] in EVERYDAY and draw < 0.5:
            return EVERYDAY[concept["name"]]
        if plain:
            return name
        rare = [tag for tag in concept["tags"] if self.pack.tag_counts[tag] <= 4]
        if draw < 0.12 and rare:
            return rng.choice(rare)
        if draw < 0.25 and concept["tags"]:
            return name + ", " + ", ".join(rng.sample(concept["tags"], min(len(concept["tags"]), rng.randint(1, 2))))
        if draw < 0.45 and name.endswith(" face") and len(name.split()) == 2:
            return name[:-5]
        return name

    def scene(self, back, nouns, sun):
        """Of a landscape with things in it, called by nouns with their articles; `sun` says whether there is one."""
        rng, kind = self.rng, KINDS[back.kind]
        if not nouns:
            caption = rng.choice(kind.empty)
            if sun:
                caption = rng.choice(["sun over " + caption, caption + " with the sun", "the sun over " + caption])
        else:
            rng.shuffle(nouns)
            if rng.random() < 0.3:
                nouns = [noun.split(" ", 1)[1] for noun in nouns]
            caption = " and ".join(nouns) if len(nouns) < 3 else f"{nouns[0]}, {nouns[1]} and {nouns[2]}"
            caption += " " + rng.choice(kind.phrases)
            if sun and rng.random() < 0.75:
                caption += rng.choice([", sun in the sky", " with the sun", ", sunny", " and the sun"])
        if back.clouds and rng.random() < 0.4:
            caption += rng.choice([", clouds", " with clouds"])
        if back.dusk and rng.random() < 0.8:
            caption += rng.choice([", sunset", " at sunset"])
        return caption
