//! The numbers of a numbered list, as a browser prints them.

use scraper::ElementRef;

/// Counts the items of a list.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    next: i64,
    step: i64,
    style: Style,
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Decimal,
    Letter { capital: bool },
    Roman { capital: bool },
}

impl Numbers {
    pub(super) fn of(list: ElementRef<'_>) -> Self {
        let reversed = list.attr("reversed").is_some();
        let items = || list.child_elements().filter(|item| item.value().name() == "li").count();
        let first = if reversed { i64::try_from(items()).unwrap_or(1) } else { 1 };
        let start = list.attr("start").and_then(|start| start.trim().parse().ok());
        let style = match list.attr("type") {
            Some("a") => Style::Letter { capital: false },
            Some("A") => Style::Letter { capital: true },
            Some("i") => Style::Roman { capital: false },
            Some("I") => Style::Roman { capital: true },
            _ => Style::Decimal,
        };
        Self { next: start.unwrap_or(first), step: if reversed { -1 } else { 1 }, style }
    }

    /// The number of the next item with its mark: `3.`, `c.`, `iii.`
    pub(super) fn next(&mut self, item: ElementRef<'_>) -> String {
        let number = item.attr("value").and_then(|value| value.trim().parse().ok()).unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let printed = match self.style {
            Style::Letter { capital } => letter(number).map(|letter| cased(letter, capital)),
            Style::Roman { capital } => roman(number).map(|roman| cased(roman, capital)),
            Style::Decimal => None,
        };
        printed.unwrap_or_else(|| number.to_string()) + "."
    }
}

fn cased(printed: String, capital: bool) -> String {
    if capital { printed.to_uppercase() } else { printed }
}

fn letter(number: i64) -> Option<String> {
    let letters = b'a'..=b'z';
    letters
        .into_iter()
        .nth(usize::try_from(number).ok()?.checked_sub(1)?)
        .map(|letter| char::from(letter).to_string())
}

fn roman(number: i64) -> Option<String> {
    let (tens, ones) = (usize::try_from(number).ok()? / 10, usize::try_from(number).ok()? % 10);
    let tens = ["", "x", "xx", "xxx"].get(tens)?;
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"].get(ones)?;
    (number > 0).then(|| format!("{tens}{ones}"))
}
