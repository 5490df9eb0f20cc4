//! Words on their way to a line, and the links among them.

use super::page::Page;

/// Words of one line, white space as a browser shows it: runs of it are one space, none at the ends.
#[derive(Debug, Default)]
pub(super) struct Run {
    words: String,
    /// Whether white space stands between the last word and the next.
    space: bool,
    links: Vec<String>,
}

impl Run {
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            // A no-break space is no white space in HTML.
            if c.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            if self.space && !self.words.is_empty() {
                self.words.push(' ');
            }
            self.space = false;
            self.words.push(c);
        }
    }

    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Figures that stand raised are no part of the number before them: "200" with note 1 is "200¹".
    pub(super) fn raised(&mut self, text: &str) {
        let raised = text.chars().map(|c| RAISED.get(c.to_digit(10)? as usize).copied());
        match raised.collect::<Option<String>>() {
            Some(raised) => self.text(&raised),
            None => self.text(text),
        }
    }

    pub(super) fn link(&mut self, href: &str, page: &Page) {
        if let Some(link) = page.link(href).filter(|link| !self.links.contains(link)) {
            self.links.push(link);
        }
    }

    /// The words and links so far; nothing is left.
    pub(super) fn take(&mut self) -> (String, Vec<String>) {
        let run = std::mem::take(self);
        (run.words, run.links)
    }
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
