//! PDF to numbered lines. The engine gives letters with their places; which of them make words and lines, and in
//! which order lines are read, is decided here by rules about layouts: `letters`, `rows`, `layout` with `columns`,
//! `print` with `typeface`.
//!
//! It meets files that nobody has checked. It answers damage with an error, but it cannot bound what the engine
//! unpacks: whoever reads a document from outside does so in a process with limits.

mod columns;
mod engine;
mod layout;
mod letters;
mod print;
mod rows;
mod typeface;
mod word;

use super::{Line, ReadError};
use engine::Engine;
use print::Page;

/// The longest edition of these sources has about a hundred pages.
const MOST_PAGES: usize = 2000;
/// So many words fill 2,000 pages.
const MOST_WORDS: usize = 1_000_000;
/// So many would be a page of letters that nobody could read.
const MOST_WORDS_OF_PAGE: usize = 20_000;
/// A page of text has hundreds of letters; a scanned document has a few at most, from stamps.
const FEWEST_LETTERS: usize = 10;

/// Reads a PDF.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, ReadError> {
    engine::with_room(|| pages(bytes)).map(|pages| print::lines(&pages))
}

fn pages(bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
    let engine = Engine::open(bytes)?;
    if engine.pages > MOST_PAGES {
        return Err(ReadError::TooManyPages { pages: engine.pages, most: MOST_PAGES });
    }
    let mut pages = Vec::new();
    let (mut count, mut signs) = (0, 0);
    for index in 0..engine.pages {
        let words = letters::words(engine.letters(index)?);
        count += words.len();
        signs +=
            words.iter().flat_map(|word| word.text.chars()).filter(|sign| sign.is_alphanumeric()).count();
        if count > MOST_WORDS || words.len() > MOST_WORDS_OF_PAGE {
            return Err(ReadError::TooManyWords { most: MOST_WORDS });
        }
        let links = if words.is_empty() { Vec::new() } else { engine.links(index) };
        pages.push(Page { lines: layout::in_order(rows::pieces(words)), links });
    }
    if signs < FEWEST_LETTERS * engine.pages {
        return Err(ReadError::AlmostNoText { pages: engine.pages });
    }
    Ok(pages)
}
