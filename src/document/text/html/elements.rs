//! What an element is in the layout of a page, by its name and role.

use scraper::ElementRef;

/// How an element's content stands among the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words of the line around it.
    Inline,
    /// A line end.
    Break,
    /// Parted from what is around it by blank lines.
    Block,
    /// On lines of its own, with no blank ones around.
    OwnLine,
    /// A heading of that level.
    Heading(u8),
    /// A list with marks, or with numbers.
    List { numbered: bool },
    /// An item of a list.
    Item,
    /// Rows of cells.
    Table,
    /// Terms, each with what is said of it.
    Terms,
    /// Text whose line ends are printed.
    Preformatted,
}

/// The element's name; HTML's are in lower case.
pub(super) fn name(element: ElementRef<'_>) -> &str {
    element.value().name()
}

/// The element's ARIA role; empty when it has none.
pub(super) fn role(element: ElementRef<'_>) -> &str {
    element.attr("role").unwrap_or_default().trim()
}

/// What an element is. Unknown ones, such as custom elements, are inline until a block stands in them.
pub(super) fn kind(element: ElementRef<'_>) -> Kind {
    if role(element) == "heading" {
        let level = element.attr("aria-level").and_then(|level| level.parse().ok());
        return Kind::Heading(level.filter(|level| (1..=6).contains(level)).unwrap_or(2));
    }
    let name = name(element);
    match name {
        "br" => Kind::Break,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading(name.as_bytes()[1] - b'0'),
        "ul" | "menu" | "dir" => Kind::List { numbered: false },
        "ol" => Kind::List { numbered: true },
        "li" => Kind::Item,
        "table" => Kind::Table,
        "dl" => Kind::Terms,
        "pre" | "listing" => Kind::Preformatted,
        _ if BLOCKS.contains(&name) => Kind::Block,
        _ if OWN_LINES.contains(&name) => Kind::OwnLine,
        _ => Kind::Inline,
    }
}

const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "dialog",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "main",
    "nav",
    "p",
    "search",
    "section",
    "summary",
    "caption",
    "marquee",
];

/// Choices of a form; and what should stand in a table or a list of terms, and does not.
const OWN_LINES: [&str; 13] = [
    "label", "legend", "option", "optgroup", "select", "datalist", "dt", "dd", "tr", "td", "th", "tbody",
    "thead",
];
