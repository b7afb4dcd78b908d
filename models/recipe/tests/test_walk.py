"""The few steps from a drawing to its picture: the places on that way, and that a training stands where a sampler does."""

import torch

from inkling_recipe import schedule, walk


def test_aTrainingStandsWhereTheSamplerDoes():
    """With the noise that a sampler began with, the walk is at the x that the sampler is at before the same step."""
    sketch, seen = torch.randn(1, 4, 8, 8), []

    def predict(x, t):
        seen.append(x)
        return torch.tanh(x)

    times = schedule.lcm_times(4, 0.6)
    generator = torch.Generator().manual_seed(5)
    x, t = walk.walked(predict, sketch, walk.Place(0.6, times[:3]), generator)
    assert t.tolist() == [times[2]] and len(seen) == 2
    begun = seen[0]
    seen.clear()
    noise = (begun - schedule.A[times[0]] * sketch) / schedule.S[times[0]]
    original, schedule.noise_like = schedule.noise_like, lambda latent, seeds: noise
    try:
        schedule.lcm(predict, sketch, 0.6, 4, [0], eta=0.0)
    finally:
        schedule.noise_like = original
    torch.testing.assert_close(x, seen[2], rtol=1e-4, atol=1e-4)


def test_placesAreThoseOfTheSamplerAndMostlyAtTheUsualStrength():
    generator = torch.Generator().manual_seed(0)
    places = [walk.place(generator) for _ in range(300)]
    assert all(any(there.times == schedule.lcm_times(steps, there.strength)[:len(there.times)] for steps in walk.STEPS) for there in places)
    assert 0.4 < sum(there.strength == 0.6 for there in places) / 300 < 0.6
    assert sum(len(there.times) == 1 for there in places) > 150 and max(len(there.times) for there in places) == 4


def test_atFullStrengthNothingOfTheSketchIsSeen():
    x, _ = walk.walked(None, torch.full((2, 4, 16, 16), 50.0), walk.Place(1.0, [999]), torch.Generator().manual_seed(0))
    assert x.mean().abs() < 0.3


def test_gridTimesAreThoseOfAConsistencyModel():
    t = walk.spread_grid(500, torch.Generator().manual_seed(0))
    assert set(t.tolist()) <= {20 * k - 1 for k in range(1, 51)} and t.max() == 999


def test_huberIsNearlyTheAbsoluteValue():
    assert abs(float(walk.huber(torch.tensor([2.0, -4.0]), 0.001)) - 3) < 0.002
    assert float(walk.huber(torch.zeros(3), 0.001)) == 0
