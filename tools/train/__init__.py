"""Training of the learned coder: `make train`."""
