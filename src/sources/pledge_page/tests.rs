//! Pledge pages of our own making, and the real one where it is at hand.
