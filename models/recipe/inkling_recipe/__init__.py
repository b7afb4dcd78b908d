"""How Inkling is made: openly licensed artwork in, a small Stable Diffusion family out."""
