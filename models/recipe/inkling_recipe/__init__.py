"""Makes Inkling: a small Stable Diffusion model family from openly licensed artwork."""
