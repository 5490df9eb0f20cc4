//! What stands on a page and is no part of its text: menus, banners, buttons, what is hidden.
//!
//! Told by elements, ARIA roles and the words that sites commonly make classes of. A class may mislead, so whatever
//! holds a page's main part or half of its text is none by its class.

use scraper::ElementRef;

use super::elements::{Kind, kind, name, role};
use super::page::{self, Page};

/// Whether an element has text that nobody reads on the page.
pub(super) fn is_unread(name: &str) -> bool {
    UNREAD.contains(&name)
}

/// Whether an element is left out, with all that is in it.
pub(super) fn is_furniture(element: ElementRef<'_>, page: &Page) -> bool {
    let name = name(element);
    if is_unread(name) || STRUCK.contains(&name) || is_hidden(element) {
        return true;
    }
    match name {
        "html" | "body" | "main" => return false,
        "nav" | "aside" | "dialog" | "search" => return true,
        "header" | "footer" if is_of_page(element) => return !has_title(element, page),
        "button" => return !is_in_heading(element),
        "option" => return is_placeholder(element),
        "a" | "sup" if is_tool(element) => return true,
        _ => {}
    }
    if ROLES.contains(&role(element)) {
        return !has_title(element, page);
    }
    name != "article" && has_furniture_name(element) && !holds_the_text(element, page)
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    // What is hidden until it is found is text that a reader unfolds.
    let hidden = element.attr("hidden").is_some_and(|how| !how.eq_ignore_ascii_case("until-found"));
    let style: String = element.attr("style").unwrap_or_default().split_whitespace().collect();
    let style = style.to_lowercase();
    let unseen = style.contains("display:none") || style.contains("visibility:hidden");
    hidden || unseen || element.attr("aria-hidden") == Some("true") || has_class(element, &FOR_SCREEN_READERS)
}

fn has_class(element: ElementRef<'_>, names: &[&str]) -> bool {
    element.value().classes().any(|class| names.contains(&class))
}

/// A header or footer is the page's own unless it stands in a part of the text.
fn is_of_page(element: ElementRef<'_>) -> bool {
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    !above.any(|above| ["main", "article", "section"].contains(&name(above)) || role(above) == "main")
}

/// Whether the page's only title stands in it.
fn has_title(element: ElementRef<'_>, page: &Page) -> bool {
    page.titles == 1 && element.descendent_elements().any(|inside| name(inside) == "h1")
}

/// Headings that unfold what is under them are buttons.
fn is_in_heading(element: ElementRef<'_>) -> bool {
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    above.any(|above| matches!(kind(above), Kind::Heading(_)) || name(above) == "summary")
}

/// "- Any -": the choice that chooses nothing.
fn is_placeholder(element: ElementRef<'_>) -> bool {
    element.attr("value").is_some_and(|value| value.is_empty() || value.eq_ignore_ascii_case("all"))
}

/// A link that shares the page, skips to a part of it or leads to a footnote.
fn is_tool(element: ElementRef<'_>) -> bool {
    let text: String = element.text().collect();
    let text = text.trim();
    if name(element) == "sup" {
        let mut inside = element.child_elements();
        let link = inside.next().and_then(|inside| inside.attr("href"));
        return link.is_some_and(|href| href.starts_with('#') && text.len() <= LONGEST_NOTE_MARK);
    }
    let href = element.attr("href").unwrap_or_default().to_lowercase();
    let skips =
        href.starts_with('#') && ["skip", "back to top", "jump to"].iter().any(|tool| begins(text, tool));
    skips || SHARES.iter().any(|share| href.contains(share))
}

fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// The bytes of a footnote's mark of at most three digits in brackets, `[123]`.
const LONGEST_NOTE_MARK: usize = 5;

/// Whether a class or the identifier is a word for furniture, or two in a row are.
fn has_furniture_name(element: ElementRef<'_>) -> bool {
    element.value().classes().chain(element.value().id()).any(|name| {
        let name = name.to_lowercase();
        let words: Vec<&str> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.iter().enumerate().any(|(at, word)| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            // "no-sidebar", "has-menu" are said of what stands beside it.
            let own =
                before.is_none_or(|before| !["no", "not", "has", "with", "without", "is"].contains(before));
            let pair = words.get(at + 1).is_some_and(|next| PAIRS.contains(&(word, next)));
            own && (WORDS.contains(word) || pair)
        })
    })
}

fn holds_the_text(element: ElementRef<'_>, page: &Page) -> bool {
    let is_main =
        |inside: ElementRef<'_>| ["main", "article"].contains(&name(inside)) || role(inside) == "main";
    element.descendent_elements().any(is_main) || 2 * page::text(element) >= page.text
}

/// Their text is for machines, or is no text.
const UNREAD: [&str; 24] = [
    "applet", "audio", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input", "math",
    "meter", "noembed", "noframes", "noscript", "object", "progress", "rp", "rt", "script", "style", "svg",
    "template", "textarea",
];

/// What its author has struck out.
const STRUCK: [&str; 3] = ["del", "s", "strike"];

const ROLES: [&str; 11] = [
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "toolbar",
    "tooltip",
];

const FOR_SCREEN_READERS: [&str; 5] =
    ["element-invisible", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];

/// Words of classes and identifiers that mean furniture wherever they stand.
const WORDS: [&str; 28] = [
    "addtoany",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "captcha",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "lightbox",
    "login",
    "megamenu",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "offcanvas",
    "pager",
    "pagination",
    "share",
    "sharing",
    "sidebar",
    "sitemap",
    "skip",
    "subscribe",
    "switcher",
    "toolbar",
];

/// Words that mean furniture only together.
const PAIRS: [(&str, &str); 14] = [
    ("back", "top"),
    ("page", "footer"),
    ("search", "bar"),
    ("search", "block"),
    ("search", "box"),
    ("search", "form"),
    ("site", "footer"),
    ("site", "header"),
    ("social", "buttons"),
    ("social", "icons"),
    ("social", "links"),
    ("social", "media"),
    ("to", "top"),
    ("user", "account"),
];

/// Where buttons that share a page lead.
const SHARES: [&str; 8] = [
    "/sharer",
    "twitter.com/intent",
    "x.com/intent",
    "linkedin.com/share",
    "api.whatsapp.com/send",
    "wa.me/?",
    "t.me/share",
    "reddit.com/submit",
];
