import random

import numpy as np
import pytest

from inkling_recipe.backgrounds import KINDS, Backgrounds, draw_background
from inkling_recipe.colour import dominant_hue, hue_word, recolour
from inkling_recipe.demo import demos, draw
from inkling_recipe.filters import FILTERS
from inkling_recipe.measures import colour_distance, edge_agreement
from inkling_recipe.pack import Pack
from inkling_recipe.pictures import Painter
from inkling_recipe.sketches import coloured_in


def test_sameSeedPaintsTheSamePicturesAndCaptions(pack):
    first, second = (Painter(pack, 64, seed=5) for _ in range(2))
    for _ in range(8):
        (a, said), (b, also) = first.sample(), second.sample()
        assert said == also
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(first.sketch(a), second.sketch(b))


def test_sketchesAreCoarseButFollowThePicture(pack):
    painter = Painter(pack, 64, seed=1)
    pairs = [(picture, painter.sketch(picture)) for picture, _ in (painter.sample() for _ in range(12))]
    others = [sketch for _, sketch in pairs[1:] + pairs[:1]]
    own = np.mean([colour_distance(p, s) for p, s in pairs])
    assert own < 0.6 * np.mean([colour_distance(p, s) for (p, _), s in zip(pairs, others)])


def test_inkIsDrawnInColour():
    black, white = np.zeros((8, 4, 3), np.uint8), np.full((8, 4, 3), 255, np.uint8)
    drawn = coloured_in(np.concatenate([black, white], 1), random.Random(1))
    assert (drawn[:, 4:] == 255).all() and drawn[:, :4].max() > 100
    assert drawn[:, :4].reshape(-1, 3).std(0).max() == 0, "one colour"


def test_heldOutConceptsAndDrawingsAreNotPainted(pack):
    train, held, unseen = pack.split()
    assert {pack.name(i) for i in held} == {"owl"}
    assert unseen and not set(train) & set(held + unseen)
    painter = Painter(pack, 64, seed=2)
    assert not any("owl" in painter.sample()[1] for _ in range(150))


def test_recolouredSpriteHasTheColourOfItsWord(pack):
    apple = pack.sprite(pack.by_set["noto"]["red apple"])
    hue, share = dominant_hue(apple)
    assert hue_word(hue) == "red" and share > 0.8
    assert hue_word(dominant_hue(recolour(apple, hue, 215))[0]) == "blue"


@pytest.mark.parametrize("kind", KINDS)
def test_everyLandscapeHasItsHorizon(kind):
    back = draw_background(kind, 64, random.Random(3))
    assert 0 < int(64 * back.horizon) < 64
    for picture in back.scenery.pictures():
        rows = np.asarray(picture).astype(float).mean(1)
        assert np.linalg.norm(rows[2] - rows[-2]) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_aLandscapeIsShadedAndItsDrawingIsFlat(kind):
    lit, flat = (np.asarray(picture) for picture in draw_background(kind, 64, random.Random(3)).scenery.pictures())
    colours = [len(np.unique(picture.reshape(-1, 3), axis=0)) for picture in (lit, flat)]
    assert colours[0] > 10 * colours[1]
    assert colour_distance(lit, flat) < 50, "the same places have about the same colours"


def test_landscapesThatComeBackAreAsTheyWere():
    first, again = Backgrounds(64, random.Random(1)), Backgrounds(64, random.Random(1))
    for _ in range(8):
        spoilt = first.draw()
        np.testing.assert_array_equal(spoilt.scenery.lit, again.draw().scenery.lit)
        spoilt.scenery.lit[:] = 0


@pytest.mark.parametrize("name", FILTERS)
def test_filtersKeepSizeAndChangeThePicture(name):
    picture = draw(demos()[4], 64)
    styled = FILTERS[name](picture)
    assert styled.shape == picture.shape and styled.dtype == np.uint8
    assert np.abs(styled.astype(int) - picture).mean() > 2
    np.testing.assert_array_equal(styled, FILTERS[name](picture))


def test_thereAre24DemosAndEachLooksTheSameAtEverySize():
    assert len(demos()) == 24 == len({demo["prompt"] for demo in demos()})
    for demo in demos():
        assert colour_distance(draw(demo, 64), draw(demo, 256)) < 6


def test_edgesAgreeWithThemselvesAndNotWithAnotherDrawing():
    apple, fish = draw(demos()[0], 64), draw(demos()[8], 64)
    assert edge_agreement(apple, apple) > 0.999
    assert edge_agreement(apple, fish) < 0.5


def test_aPackWithoutTheWantedSetSaysWhatItHolds(pack_path):
    with pytest.raises(ValueError, match="no rows of .*fluent-3d.*holds.*noto"):
        Pack(pack_path, sets={"fluent-3d"})
