//! What agencies decide, and what that does to links.
