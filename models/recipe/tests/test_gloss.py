"""What a person sees, on one pair of twins drawn here: a red disc with a blue bar, flat and lit from the left."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from inkling_recipe.__main__ import main
from inkling_recipe.gloss import blotch, edge_sharpness, edge_strength, figures, shading_gained
from inkling_recipe.judge import Judge
from inkling_recipe.pack import Pack
from inkling_recipe.pairs import held_out_twins, twin

SIDE = 128


def drawn():
    image = Image.new("RGBA", (SIDE, SIDE))
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, 120, 120), fill="#d03030")
    pen.rectangle((28, 54, 100, 74), fill="#3050d0")
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)))


def lit(rgba):
    """The same, 40 grey levels lighter on the left, 40 darker on the right."""
    light = np.linspace(40, -40, SIDE)[None, :, None]
    return np.dstack([(rgba[..., :3] + light).clip(0, 255).astype(np.uint8), rgba[..., 3]])


@pytest.fixture(scope="module")
def pair():
    return twin("owl", drawn(), lit(drawn()), SIDE)


def mottled(picture, by, size):
    noise = ndimage.gaussian_filter(np.random.default_rng(0).normal(size=picture.shape[:2]), size)
    return (picture + by * (noise / noise.std())[..., None]).clip(0, 255).astype(np.uint8)


def blurred(picture, radius):
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def halfway(pair):
    return ((pair.flat.astype(int) + pair.glossy) // 2).astype(np.uint8)


def test_shadingGainedIsTheShareOfTheWayFromFlatToGlossy(pair):
    assert shading_gained(pair.flat, pair) == 0
    assert shading_gained(pair.glossy, pair) == pytest.approx(1)
    assert shading_gained(halfway(pair), pair) == pytest.approx(0.5, abs=0.02)
    away = (2 * pair.flat.astype(int) - pair.glossy).clip(0, 255).astype(np.uint8)
    assert shading_gained(away, pair) < -0.5


def test_shadingIsLookedForWhereBothTwinsAreDrawn(pair):
    assert pair.drawn.any() and not pair.drawn[0].any()
    on_grey = np.where(pair.drawn[..., None], pair.glossy, 90).astype(np.uint8)
    inside = replace(pair, drawn=ndimage.binary_erosion(pair.drawn, iterations=8))
    assert shading_gained(on_grey, inside) == pytest.approx(1, abs=0.01)


def test_twinsThatAreTheSameHaveNoShadingToGain(pair):
    same = twin("owl", drawn(), drawn(), SIDE)
    assert np.isnan(shading_gained(pair.glossy, same))
    assert figures([pair.glossy] * 2, [pair, same])["shading gained"] == 1, "the mean is of those that have"
    assert figures([pair.glossy], [same])["shading gained"] is None


def test_blotchRisesWithBlotchesAndNotWithLight(pair):
    assert blotch(pair.flat, pair) == 0
    light = blotch(pair.glossy, pair)
    few, many = (blotch(mottled(pair.flat, by, 2), pair) for by in (6, 12))
    assert light < 0.1 * few and few < 0.35 * many
    assert blotch(mottled(pair.flat, 12, 0.3), pair) < 0.2 * many, "grain finer than the band"


def test_blotchIsNotAskedForOnEdges(pair):
    assert blotch(blurred(pair.flat, 1), pair) < 0.1 * blotch(mottled(pair.flat, 6, 2), pair)


def test_edgesFallWithBlurAndSharpnessFaster(pair):
    assert edge_strength(pair.glossy, pair) == edge_sharpness(pair.glossy, pair) == 1
    soft, softer = (blurred(pair.glossy, radius) for radius in (1, 2))
    assert 0.95 > edge_strength(soft, pair) > edge_strength(softer, pair)
    assert edge_sharpness(softer, pair) < edge_sharpness(soft, pair) < edge_strength(soft, pair)


def test_edgesAPixelAsideAreStillEdges(pair):
    assert edge_strength(np.roll(pair.glossy, 1, 1), pair) > 0.9
    assert edge_strength(np.roll(pair.glossy, 12, 1), pair) < 0.7


def test_figuresAreTheSameForALargerPicture():
    large = twin("owl", *(np.asarray(Image.fromarray(a).resize((2 * SIDE, 2 * SIDE), Image.BICUBIC)) for a in (drawn(), lit(drawn()))), 2 * SIDE)
    small = twin("owl", drawn(), lit(drawn()), SIDE)
    a, b = (figures([halfway(pair)], [pair]) for pair in (small, large))
    assert a["shading gained"] == pytest.approx(b["shading gained"], abs=0.02)
    assert a["edge strength"] == pytest.approx(b["edge strength"], abs=0.05)


@pytest.fixture(scope="module")
def twins_pack(tmp_path_factory):
    """A pack of owls: flat and lit, and of a held-out thing that only one of the two sets has."""
    path, rows, blob = tmp_path_factory.mktemp("twins") / "pack", [], b""
    for artwork, name, rgba in (("fluent-emoji-flat", "owl", drawn()), ("fluent-3d", "owl", lit(drawn())), ("fluent-3d", "drum", drawn()),
                                ("fluent-emoji-flat", "sun", drawn()), ("fluent-3d", "sun", drawn())):
        data = io.BytesIO()
        Image.fromarray(rgba).save(data, "WEBP", lossless=True)
        rows.append({"set": artwork, "hex": name, "off": len(blob), "len": data.tell()})
        blob += data.getvalue()
    path.with_suffix(".bin").write_bytes(blob)
    concepts = {name: {"hex": name, "name": name, "group": "Objects", "tags": []} for name in ("owl", "drum", "sun")}
    json.dump({"size": SIDE, "rows": rows, "concepts": concepts}, path.with_suffix(".json").open("w"))
    return str(path)


def test_twinsAreHeldOutThingsOfBothSets(twins_pack):
    assert [pair.name for pair in held_out_twins(Pack(twins_pack), 64)] == ["owl"]
    assert held_out_twins(Pack(twins_pack, sets={"fluent-3d"}), 64) == []


def test_picturesMadeElsewhereAreScoredAndShown(twins_pack, tmp_path):
    Judge(["owl"], ["owl", "drum"], ["plain"]).save(tmp_path)
    common = ["gloss", "--pack", twins_pack, "--size", str(SIDE), "--judge", str(tmp_path)]
    main([*common, "--drawings-only", "--out", str(tmp_path / "drawings")])
    assert (tmp_path / "drawings" / "twin-00.txt").read_text() == "owl\n"
    pair = held_out_twins(Pack(twins_pack), SIDE)[0]
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "drawings" / "twin-00.png")), pair.flat)
    (tmp_path / "made").mkdir()
    Image.fromarray(halfway(pair)).save(tmp_path / "made" / "twin-00.png")
    main([*common, "--pictures", str(tmp_path / "made"), "--out", str(tmp_path / "out")])
    scores = json.load((tmp_path / "out" / "gloss.json").open())
    assert list(scores) == ["drawing", "made", "artwork"]
    assert scores["made"]["shading gained"] == pytest.approx(0.5, abs=0.02)
    assert Image.open(tmp_path / "out" / "gloss.webp").size == (96 + 132, 44 + 3 * 132)


def test_aPictureThatIsMissingOrOfAnotherSizeIsNamed(twins_pack, tmp_path):
    common = ["gloss", "--pack", twins_pack, "--size", str(SIDE), "--out", str(tmp_path / "out"), "--pictures", str(tmp_path)]
    with pytest.raises(FileNotFoundError, match=r"twin-00.png \(expected: a picture of each of the 1 drawings\)"):
        main(common)
    Image.new("RGB", (32, 32)).save(tmp_path / "twin-00.png")
    with pytest.raises(ValueError, match=r"twin-00.png: 32x32 \(expected: 128x128\)"):
        main(common)


def test_aPackWithoutTwinsAndACallWithNothingToScoreAreRefused(pack_path, twins_pack, tmp_path):
    with pytest.raises(ValueError, match="has no twins"):
        main(["gloss", "--pack", pack_path, "--out", str(tmp_path)])
    with pytest.raises(ValueError, match="--model and --pictures are both empty"):
        main(["gloss", "--pack", twins_pack, "--out", str(tmp_path)])
