//! Web pages: what a person reads on them, a line a paragraph, item or row.
//!
//! `page` looks over the tree once, `furniture` tells what is no part of the text, `blocks` makes lines of the rest,
//! with `tables` for what stands in rows and `inline` for words and links. Nothing here knows one site's markup.
//! Evidence of a page counts these lines, for its own have no meaning; so they follow from the page's bytes alone.

mod blocks;
mod elements;
mod furniture;
mod inline;
mod numbers;
mod page;
mod tables;

use scraper::{ElementRef, Html};

use super::{Line, ReadError};
use page::Page;

/// The lines of a page. `origin` is its address, where it has one: relative links are read against it.
pub(super) fn lines(characters: &str, origin: &str) -> Result<Vec<Line>, ReadError> {
    let tree = Html::parse_document(characters);
    let page = Page::of(&tree, origin)?;
    let whole = blocks::lines(tree.root_element(), &page)?;
    let Some(main) = main(&tree) else { return Ok(whole) };
    let main = blocks::lines(main, &page)?;
    Ok(if MAIN_OF * letters(&main) >= MAIN_HOLDS * letters(&whole) { main } else { whole })
}

/// The element that the page calls its main one, or else its only article.
fn main<'t>(tree: &'t Html) -> Option<ElementRef<'t>> {
    let elements = || tree.root_element().descendent_elements();
    let is_main =
        |element: &ElementRef<'_>| elements::name(*element) == "main" || elements::role(*element) == "main";
    let mut articles = elements().filter(|element| elements::name(*element) == "article");
    elements().find(is_main).or_else(|| articles.next().filter(|_| articles.next().is_none()))
}

/// The main element is the page when it holds 3 of 4 letters that are left without furniture. Where it holds less, the
/// page calls something else its main part than we would, and a line too many costs less than a lost one.
const MAIN_HOLDS: usize = 3;
const MAIN_OF: usize = 4;

fn letters(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.text.len()).sum()
}

#[cfg(test)]
mod tests;
