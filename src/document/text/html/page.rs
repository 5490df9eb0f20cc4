//! What has to be known of a whole page before its parts are read.

use scraper::{ElementRef, Html, Node};
use url::Url;

use super::elements::name;
use super::furniture::is_unread;
use crate::document::text::ReadError;

/// Browsers stop nesting at 512; no page of people's comes near this.
pub(super) const MOST_DEEP: usize = 256;

/// A page as a whole.
pub(super) struct Page {
    /// What relative links are read against; none when the page's address is not known.
    base: Option<Url>,
    /// Bytes of all its text.
    pub(super) text: usize,
    /// How many headings of the first level it has.
    pub(super) titles: usize,
}

impl Page {
    /// Looks over a page, without recursion: its depth is not known yet.
    pub(super) fn of(tree: &Html, origin: &str) -> Result<Self, ReadError> {
        let origin = Url::parse(origin).ok().filter(is_web);
        let mut page = Self { base: origin, text: text(tree.root_element()), titles: 0 };
        let mut based = false;
        let mut open = vec![(tree.root_element(), 1)];
        while let Some((element, depth)) = open.pop() {
            if depth > MOST_DEEP {
                return Err(ReadError::TooDeep { most: MOST_DEEP });
            }
            page.titles += usize::from(name(element) == "h1");
            if let (false, "base", Some(href)) = (based, name(element), element.attr("href")) {
                page.base = page.resolve(href).or(page.base);
                based = true;
            }
            open.extend(element.child_elements().map(|child| (child, depth + 1)));
        }
        Ok(page)
    }

    /// The address that a link leads to. None for what is no page of the web, or is a place on this page. Addresses of
    /// e-mail are no links either: they are personal data, which the hub does not keep.
    pub(super) fn link(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        self.resolve(href).map(String::from)
    }

    fn resolve(&self, href: &str) -> Option<Url> {
        let url = match &self.base {
            Some(base) => base.join(href),
            None => Url::parse(href),
        };
        url.ok().filter(is_web)
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Bytes of the text in an element, without scripts and the like.
pub(super) fn text(element: ElementRef<'_>) -> usize {
    let mut bytes = 0;
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        if is_unread(name(element)) {
            continue;
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => bytes += text.trim().len(),
                _ => open.extend(ElementRef::wrap(child)),
            }
        }
    }
    bytes
}
