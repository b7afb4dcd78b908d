"""The shaded parts of a landscape: sky, clouds, hills, mountains, water, sand, table. Each is drawn into a `Scenery`."""

import numpy as np

from .light import curve, mixed, noise, shaded, step

FOAM = (250, 253, 255)
SNOW = (244, 249, 255)


def lighter(colour, by):
    return tuple(c + (255 - c) * by for c in colour)


def sky(s, horizon, top, bottom, flat, warmth):
    """A clear sky, lighter towards the horizon and around the light."""
    s.lit[:] = mixed(top, bottom, np.clip(s.y / horizon, 0, 1) ** 0.85)
    s.flat[:] = flat
    s.glow(s.sun[0], s.sun[1], 0.55, lighter(bottom, 0.55), 0.55 * warmth)
    s.glow(s.sun[0], horizon, 0.35, lighter(bottom, 0.5), 0.35 * warmth)


def stars(s, horizon, rng):
    for _ in range(rng.randint(12, 40)):
        x, y, r = rng.random(), rng.uniform(0, horizon * 0.95), rng.uniform(0.002, 0.006)
        if rng.random() < 0.15:
            s.glow(x, y, 4 * r, (190, 205, 255), 0.5)
        s.dot(x, y, r, (255, 250, 215))


def clouds(s, horizon, rng, colour):
    for _ in range(rng.randint(1, 3)):
        x, y, size = rng.uniform(0.05, 0.95), rng.uniform(0.07, horizon * 0.72), rng.uniform(0.07, 0.16)
        count = rng.randint(4, 6)
        places = [(x + size * (k / (count - 1) * 2 - 1) * 1.05, y + size * rng.uniform(-0.1, 0.12),
                   size * (0.34 + 0.3 * (1 - abs(k / (count - 1) * 2 - 1))) * rng.uniform(0.85, 1.1)) for k in range(count)]
        places += [(x + size * rng.uniform(-0.4, 0.4), y - size * rng.uniform(0.25, 0.42), size * rng.uniform(0.42, 0.56))]
        s.balls(places, colour, lighter(colour, 0.3), melt=9, floor=y + size * 0.36)


def hill(s, base, height, colour, rng, flat=None, rough=0.10, shine=0.42):
    """A ridge from left to right at `base` and everything below it; bright along the crest and on the side of the light."""
    edge = base + curve(s.size, rng, height)
    below = s.y - edge[None]
    s.lit *= 1 - 0.2 * np.where(below < 0, np.exp(below / 0.025), 1)[..., None]
    slope = np.gradient(edge) * s.size
    lean = np.clip(1.6 * slope * s.side, -0.35, 0.35)[None] * np.exp(-np.maximum(below, 0) / 0.25)
    light = 0.62 + shine * np.exp(-np.maximum(below, 0) / 0.045) - 0.22 * np.clip(below / 0.4, 0, 1) + lean
    light = light + rough * (0.6 * noise(s.size, 9, rng, 22) + 0.5 * noise(s.size, 40, rng, 90))
    s.cover(step(below, s.pixel), shaded(colour, np.clip(light, 0, 1.15)), colour if flat is None else flat)
    return edge


def mountain(s, foot, x, width, height, rng, colour, haze):
    """A peak with a lit and a shaded face and a cap of snow, pale towards its foot."""
    top = foot - height
    jag = noise(s.size, 24, rng) * 0.02 + noise(s.size, 60, rng) * 0.006
    edge = top + np.abs(s.x - x) / width * height + jag
    ridge = x + 0.18 * width * noise(s.size, 2, rng, 7) * np.clip((s.y - top) / height, 0, 1)
    lit_face = step((s.x - ridge) * (1 if s.side >= 0 else -1), 6 * s.pixel)
    light = np.clip(0.12 + (0.55 + 0.4 * abs(s.side)) * lit_face + 0.25 * noise(s.size, 20, rng, 12), 0, 1.1)
    cap = step(0.34 * height + 2.2 * jag - (s.y - top), 2 * s.pixel)
    rock = mixed(shaded(colour, light), haze, 0.55 * np.clip((s.y - top) / height, 0, 1) ** 2)
    s.cover(step(s.y - edge, s.pixel) * step(foot + 0.02 - s.y, s.pixel), rock * (1 - cap[..., None]) + shaded(SNOW, light) * cap[..., None], colour)
    s.flat += (np.array(SNOW, np.float32) - s.flat) * ((s.y > edge) & (s.y < foot) & (cap > 0.5))[..., None]


def water(s, horizon, near, far, rng, flat, end=None):
    """The sea from the horizon down: small waves far away, larger ones near, with highlights, swells and foam."""
    v = np.clip((s.y - horizon) / (1 - horizon), 0, 1)
    deep = 1 / (v + 0.07)
    waves = sum(np.sin(rng.uniform(5, 9) * deep + rng.uniform(4, 16) * (s.x - 0.5) * deep ** 0.5 * sign + 6.28 * rng.random()) for sign in (-1, 1, 0.4)) / 3
    calm = 1 - np.exp(-v / 0.12)
    colour = mixed(far, near, np.clip(v * 1.3, 0, 1))
    light = 0.98 + 0.2 * waves * calm - 0.1 * v
    lit = colour * light[..., None] + 36 * (np.maximum(waves, 0) ** 3 * calm)[..., None]
    path = np.exp(-((s.x - s.sun[0]) / (0.10 + 0.16 * v)) ** 2) * step(waves, 0.5) * (1 - 0.6 * v)
    lit += (np.array([255, 250, 225], np.float32) - lit) * (0.6 * path)[..., None]
    lit = mixed(lit, lighter(far, 0.5), 0.55 * np.exp(-v / 0.05))
    s.cover(step(s.y - horizon, s.pixel), lit, flat)
    for k in range(rng.randint(0, 3)):
        place = rng.uniform(horizon + 0.08, (end or 1.0) - 0.03)
        swell(s, place, near, rng, 0.5 + 0.8 * (place - horizon))


def swell(s, base, colour, rng, scale):
    """A wave that rolls in: a bright back, foam along its crest, shade under it."""
    bows = np.abs(np.sin(3.1416 * (rng.uniform(1.5, 3.5) * s.x[0] + rng.random())))
    edge = base + 0.016 * scale * bows + curve(s.size, rng, 0.008)
    below = s.y - edge[None]
    body = step(below, s.pixel) * np.exp(-np.maximum(below, 0) / (0.05 * scale))
    s.lit += (shaded(colour, np.clip(0.95 - below / (0.06 * scale), 0, 1.1)) - s.lit) * (0.5 * body)[..., None]
    froth = noise(s.size, 50, rng, 90)
    foam = step(below, s.pixel) * step(0.014 * scale * (0.55 + 0.45 * bows) + 0.008 * froth - below, 3 * s.pixel)
    s.cover(0.92 * foam, shaded(FOAM, 0.92 + 0.2 * froth))


def beach(s, shore, colour, rng):
    """Sand below the waterline, wet along it, with a seam of foam."""
    edge = shore + curve(s.size, rng, 0.012)
    below = s.y - edge[None]
    dunes = noise(s.size, 5, rng, 9)
    light = 0.8 + 0.16 * dunes + 0.07 * noise(s.size, 60, rng, 120) - 0.1 * np.clip(below / 0.5, 0, 1)
    dry = shaded(colour, np.clip(light, 0, 1.1))
    wet = np.exp(-np.maximum(below, 0) / 0.035)
    s.cover(step(below, s.pixel), dry * (1 - 0.34 * wet[..., None]), colour)
    froth = noise(s.size, 40, rng, 70)
    middle = curve(s.size, rng, 0.006)[None]
    foam = step(0.011 + 0.009 * froth - np.abs(below - middle), 4 * s.pixel)
    s.shadow_below(foam)
    s.cover(0.95 * foam, shaded(FOAM, 0.9 + 0.2 * froth), FOAM if rng.random() < 0.5 else None)
    for _ in range(rng.randint(0, 5)):
        x, y, r = rng.random(), rng.uniform(shore + 0.08, 1), rng.uniform(0.006, 0.014)
        s.shadow(x, y + 0.7 * r, 3 * r, 0.4)
        s.balls([(x, y, r)], rng.choice([(236, 214, 200), (214, 186, 160), (250, 240, 230)]))


def table(s, horizon, wall, wood, rng):
    """A wooden table top in front of a wall: the wall in a soft spot of light, the wood with grain, an edge and a sheen."""
    s.lit[:] = shaded(wall, 0.55 + 0.5 * np.exp(-((s.x - s.sun[0]) ** 2 + (s.y - 0.25) ** 2) / 0.3))
    s.flat[:] = wall
    below = s.y - horizon
    v = np.clip(below / (1 - horizon), 0, 1)
    s.lit *= 1 - 0.25 * np.where(below < 0, np.exp(below / 0.03), 1)[..., None]
    grain = 0.7 * noise(s.size, 4, rng, 60) + 0.5 * noise(s.size, 8, rng, 128)
    light = 0.74 + 0.09 * grain + 0.32 * np.exp(-((s.x - s.sun[0]) ** 2 / 0.25 + (v - 0.15) ** 2 / 0.08)) - 0.2 * v
    s.cover(step(below, s.pixel), shaded(wood, np.clip(light, 0, 1.15)), wood)
    s.cover(0.55 * step(below, s.pixel) * step(0.014 - below, 2 * s.pixel), shaded(lighter(wood, 0.35), np.ones_like(s.x)))


def flowers(s, horizon, rng):
    """Flowers as small balls, larger in front."""
    for _ in range(rng.randint(4, 14)):
        y = rng.uniform(horizon + 0.06, 0.98)
        x, r = rng.random(), 0.006 + 0.012 * (y - horizon)
        colour = rng.choice([(255, 232, 90), (255, 255, 255), (255, 140, 170), (236, 80, 80), (180, 130, 240)])
        s.shadow(x, y + 1.2 * r, 4 * r, 0.45)
        s.balls([(x, y, r)], colour, colour)


def bushes(s, base, rng, colour):
    """Round bushes along a ridge."""
    for _ in range(rng.randint(1, 4)):
        x, size = rng.random(), rng.uniform(0.02, 0.05)
        y = base[min(len(base) - 1, int(x * len(base)))] + 0.4 * size
        s.shadow(x, y + 0.55 * size, 3 * size, 0.25)
        s.balls([(x + size * dx, y - size * dy, size * r) for dx, dy, r in ((-0.7, 0, 0.62), (0, 0.35, 0.85), (0.7, 0.05, 0.6))], colour, colour, floor=y + 0.6 * size)


def backdrop(s, colour):
    """A plain background of one colour for a single thing, with a soft spot of light."""
    far = (s.x - 0.4 - 0.1 * s.side) ** 2 + (s.y - 0.36) ** 2
    s.lit[:] = shaded(colour, 0.72 + 0.34 * np.exp(-far / 0.22))
    s.flat[:] = colour


def sun(s, radius, colour):
    """A glowing ball at the position of the light."""
    x, y = s.sun
    halo(s, x, y, radius, colour)
    near = np.hypot(s.x - x, s.y - y)
    s.cover(step(radius - near, 2 * s.pixel), mixed(lighter(colour, 0.75), colour, np.clip(near / radius, 0, 1) ** 2))


def halo(s, x, y, radius, colour):
    """A glow around a shining thing."""
    s.glow(x, y, 4 * radius, lighter(colour, 0.5), 0.35)
    s.glow(x, y, 1.9 * radius, lighter(colour, 0.6), 0.6)
