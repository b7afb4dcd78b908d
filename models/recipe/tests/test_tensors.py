"""Pairs composed by tensor operations, against what a processor draws one by one."""

import random

import numpy as np
import pytest
import torch
from conftest import write_pack
from PIL import Image

from inkling_recipe.colour import dominant_hue, hue_word, recolour
from inkling_recipe.measures import colour_distance
from inkling_recipe.pack import Pack
from inkling_recipe.pairs import FLAT, GLOSSY, FlatTwins
from inkling_recipe.sketches import wobble
from inkling_recipe.sprites import paste
from inkling_recipe.tensor_pictures import Plan, TensorPainter, Thing
from inkling_recipe.tensor_sketches import COLOURS, coarse, sketched
from inkling_recipe.tensor_sprites import TensorSprites, over, placed, turned


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    path = tmp_path_factory.mktemp("tensors") / "pack"
    write_pack(path, sets=(GLOSSY, FLAT))
    return Pack(path)


@pytest.fixture(scope="module")
def painter(pairs):
    return TensorPainter(pairs, 64, 3, "cpu", stock=6)


def sprites_of(pack):
    return TensorSprites(pack, FlatTwins(pack, range(len(pack.rows))), sorted(pack.by_set[GLOSSY].values()), "cpu")


def picture_of(tensor):
    return (tensor * 255).round().byte().permute(1, 2, 0).numpy()


@pytest.mark.parametrize(("side", "x", "y", "mirrored", "turn"), [(64, 0, 0, False, 0), (40, 5, 17, True, 0), (48, 10, 6, False, 25), (40, 20, 3, True, -30)])
def test_aSpriteLiesWhereItWouldBePasted(pairs, side, x, y, mirrored, turn):
    row, white = pairs.by_set[GLOSSY]["house"], Image.new("RGB", (64, 64), "white")
    paste(white, pairs.sprite(row), side, x, y, mirrored, turn)
    taken = sprites_of(pairs).take([row], 0, torch.tensor([float("nan")]))
    numbers = (torch.tensor([float(value)]) for value in (side, x, y))
    laid = over(torch.ones(1, 2, 3, 64, 64), placed(taken, 64, *numbers, torch.tensor([mirrored]), torch.tensor([float(turn)])))[0, 0]
    apart = np.abs(picture_of(laid).astype(int) - np.asarray(white))
    assert apart.mean() < 4 and (apart.max(2) > 80).mean() < 0.01


def test_aSmallSpriteIsTakenFromASmallerOne(pairs):
    sprites = sprites_of(pairs)
    assert [sprites.level(side) for side in (64, 33, 32, 17, 16, 5)] == [0, 0, 1, 1, 2, 2]
    assert sprites.take([pairs.by_set[GLOSSY]["ship"]], 2, torch.tensor([float("nan")])).shape == (1, 2, 4, 16, 16)


def test_coloursTurnAsThoseOfASprite(pairs):
    ship = pairs.sprite(pairs.by_set[GLOSSY]["ship"])
    hue = dominant_hue(ship)[0]
    rgb = torch.from_numpy(ship[..., :3].copy()).permute(2, 0, 1).float() / 255
    ours, theirs = picture_of(turned(rgb, torch.tensor(hue / 256), torch.tensor(120 / 360))), recolour(ship, hue, 120)[..., :3]
    opaque = ship[..., 3] > 200
    assert np.abs(ours.astype(int) - theirs)[opaque].mean() < 6
    assert hue_word(dominant_hue(np.dstack([ours, ship[..., 3]]))[0]) == "green"


def test_bothTwinsAreTurnedAndOthersStay(pairs):
    sprites, ship = sprites_of(pairs), pairs.by_set[GLOSSY]["ship"]
    two = sprites.take([ship, ship], 0, torch.tensor([120.0, float("nan")]))
    words = [[hue_word(dominant_hue((sprite.permute(1, 2, 0) * 255).byte().numpy())[0]) for sprite in pair] for pair in two]
    assert words == [["green"] * 2, ["blue"] * 2]


def test_pictureAndSketchShowTheSameThings(painter):
    pictures, sketches, captions = (list(part) for part in painter.batch(16))
    drawn = [(picture.numpy(), sketch.numpy()) for picture, sketch in zip(pictures, sketches)]
    own = np.mean([colour_distance(*pair) for pair in drawn])
    assert own < 0.6 * np.mean([colour_distance(picture, other) for (picture, _), (_, other) in zip(drawn, drawn[1:])])
    assert all(captions) and not any("style" in caption for caption in captions)


def test_whatStandsThrowsAShadowInThePictureAlone(painter, pairs):
    row = pairs.by_set[GLOSSY]["house"]
    thing = Thing(row, 20, 22, 30, shadow=(0.5, 0.8, 0.4))
    (lit, flat), (lit_without, flat_without) = painter.draw([Plan("", [thing], landscape=0), Plan("", [Thing(row, 20, 22, 30)], landscape=0)])
    below = (slice(None), slice(51, 54), slice(26, 38))
    assert (lit[below] < 0.9 * lit_without[below]).all() and torch.equal(flat, flat_without)


def test_aColouredPaperIsLitInThePictureAlone(painter, pairs):
    lit, flat = painter.draw([Plan("", [Thing(pairs.by_set[GLOSSY]["ship"], 20, 22, 22)], paper=(90, 160, 240))])[0]
    assert flat[:, :10].std((1, 2)).max() < 1e-6 and lit[:, :10].std((1, 2)).min() > 0.005


def test_aSketchHasFewColoursOrIsTheDrawingItself(painter, pairs):
    drawings = torch.rand(5, 3, 64, 64)
    assert all(len(torch.unique(sketch.flatten(1), dim=1)[0]) <= COLOURS for sketch in coarse(drawings, torch.Generator().manual_seed(0)))
    wobbles = torch.from_numpy(wobble(64, random.Random(0)).astype(np.int64))[None]
    assert torch.equal(sketched(drawings, wobbles, 1.0, torch.Generator().manual_seed(0)), drawings)
    assert not torch.equal(sketched(drawings, wobbles, 0.0, torch.Generator().manual_seed(0)), drawings)


def test_sameSeedSamePictures(pairs):
    one, other = (TensorPainter(pairs, 64, 9, "cpu", stock=2).batch(6) for _ in range(2))
    assert torch.equal(one[0], other[0]) and torch.equal(one[1], other[1]) and one[2] == other[2]


def test_withoutTwinsThereIsNothingToCompose(pack):
    with pytest.raises(ValueError, match=r"no row has a flat twin \(expected: fluent-emoji-flat and fluent-3d in the pack\)"):
        TensorSprites(pack, FlatTwins(pack, range(len(pack.rows))), range(len(pack.rows)), "cpu")
