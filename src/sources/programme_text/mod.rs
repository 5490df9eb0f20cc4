//! What a programme's leaflet and its page are read with: paragraphs whose words know their lines, names of
//! programmes in running text, and what a page's furniture is.

pub(super) mod furniture;
pub(super) mod named;
pub(super) mod paragraph;
