import numpy as np
import pytest
from conftest import write_pack

from inkling_recipe.colour import dominant_hue, hue_word
from inkling_recipe.measures import colour_distance
from inkling_recipe.pack import Pack
from inkling_recipe.pairs import FLAT, GLOSSY, FlatTwins
from inkling_recipe.pictures import Painter
from inkling_recipe.sprites import standing


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "pack"
    write_pack(path, sets=(GLOSSY, FLAT, "noto"))
    return Pack(path)


def test_aGlossySpritesDrawingIsItsFlatTwin(pairs):
    twins, ship = FlatTwins(pairs, range(len(pairs.rows))), pairs.by_set[GLOSSY]["ship"]
    assert len(twins) == len(pairs.by_set[GLOSSY])
    np.testing.assert_array_equal(twins.drawing(ship), pairs.sprite(pairs.by_set[FLAT]["ship"]))


def test_aTwinThatIsNotAmongTheRowsIsNotDrawn(pairs):
    ship = pairs.by_set[GLOSSY]["ship"]
    twins = FlatTwins(pairs, [i for i in range(len(pairs.rows)) if i != pairs.by_set[FLAT]["ship"]])
    assert ship not in twins and len(twins) == len(pairs.by_set[GLOSSY]) - 1
    np.testing.assert_array_equal(twins.drawing(ship), pairs.sprite(ship))


def test_aTwinIsTurnedToTheColourOfThePicture(pairs):
    twins = FlatTwins(pairs, range(len(pairs.rows)))
    assert hue_word(dominant_hue(twins.drawing(pairs.by_set[GLOSSY]["ship"], 120))[0]) == "green"


def test_aGlossyThingNeedsNoStyleWordAndIsNowAndThenDrawnAsItsTwin(pairs):
    painter = Painter(pairs, 64, seed=3, sets={GLOSSY: 1.0})
    picture, caption = painter.single()
    assert "style" not in caption
    assert any((painter.sketch(picture) == painter._drawn).all() for _ in range(40))


@pytest.mark.parametrize("kind", ["single", "scene"])
def test_pictureAndDrawingShowTheSameThings(pairs, kind):
    painter = Painter(pairs, 64, seed=4, sets={GLOSSY: 1.0})
    drawn = [(getattr(painter, kind)()[0], painter._drawn) for _ in range(12)]
    own = np.mean([colour_distance(*pair) for pair in drawn])
    assert own < 0.6 * np.mean([colour_distance(picture, other) for (picture, _), (_, other) in zip(drawn, drawn[1:])])


def test_otherLooksAreCalledByTheirStyle(pairs):
    painter = Painter(pairs, 64, seed=5, sets={"noto": 1.0})
    assert all(painter.sample()[1].endswith(", cartoon style") for _ in range(12))


def test_aSpriteStandsOnItsLowestPart():
    sprite = np.zeros((64, 64, 4), np.uint8)
    sprite[8:20, 4:60, 3] = sprite[20:48, 24:32, 3] = 255
    assert standing(sprite) == (0.75, 28 / 64, 8 / 64)
