import numpy as np
import pytest

from inkling_recipe.light import Scenery

LEFT, RIGHT = slice(20, 30), slice(34, 44)


def scenery(sun=(0.1, 0.1)):
    made = Scenery(64, sun)
    made.lit[:] = made.flat[:] = 200
    return made


@pytest.mark.parametrize("x, bright, dark", [(0.1, LEFT, RIGHT), (0.9, RIGHT, LEFT)])
def test_aBallIsBrightTowardsTheLightAndItsDrawingIsNot(x, bright, dark):
    made = scenery((x, 0.1))
    made.balls([(0.5, 0.5, 0.3)], (200, 40, 40), (200, 40, 40))
    assert made.lit[20:30, bright].mean() > made.lit[34:44, dark].mean() + 20
    np.testing.assert_array_equal(made.flat[20:44, 20:44], np.broadcast_to(np.float32([200, 40, 40]), (24, 24, 3)))


def test_aBallOutsideThePictureIsNotSeen():
    made = scenery()
    made.balls([(1.6, 0.5, 0.2), (0.5, -0.7, 0.2)], (200, 40, 40), (200, 40, 40))
    assert (made.lit == 200).all() and (made.flat == 200).all()


def test_aShadowFallsAwayFromTheLightAndIsNotDrawn():
    made = scenery()
    made.shadow(0.5, 0.8, 0.3)
    assert made.lit[51, 36].mean() < made.lit[51, 28].mean() < 200
    assert (made.lit[:30] > 199).all() and (made.flat == 200).all()


def test_aMirroredCopyHasItsLightOnTheOtherSide():
    made = scenery()
    made.balls([(0.2, 0.5, 0.15)], (200, 40, 40))
    other = made.copy(mirrored=True)
    assert other.side == pytest.approx(-made.side) and other.sun == pytest.approx((0.9, 0.1))
    np.testing.assert_array_equal(other.lit[:, ::-1], made.lit)
    other.lit[:] = 0
    assert made.lit.max() > 0, "the first one stays"
