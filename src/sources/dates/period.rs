//! From when to when, and how long.

use std::sync::LazyLock;

use regex::Regex;

use super::{MONTH, YEAR, before, dates_in, month, pattern, year};
use crate::record::{PartialDate, Period};

/// From when to when, and how long, as a text states it: "5 years, from March 2018 to February 2023",
/// "2019–2023", "since 2011", "36 months". `None` when it states none of the three; a date by itself is no period.
#[must_use]
pub fn period(text: &str) -> Option<Period> {
    let (start, end) = ends(text);
    // Ends in the wrong order say nothing.
    let (start, end) =
        if start.zip(end).is_some_and(|(start, end)| start > end) { (None, None) } else { (start, end) };
    let months = months(text);
    (start.is_some() || end.is_some() || months.is_some()).then_some(Period { start, end, months })
}

fn ends(text: &str) -> (Option<PartialDate>, Option<PartialDate>) {
    if let Some(found) = WITHIN_A_YEAR.captures(text) {
        let part = |index| found.get(index).map_or("", |part| part.as_str());
        let end = |of| PartialDate::new(year(part(3))?, Some(month(part(of))?), None);
        return (end(1), end(2));
    }
    let dates = dates_in(text);
    for (index, (start, place)) in dates.iter().enumerate() {
        if let Some((end, next)) = dates.get(index + 1)
            && text.get(place.end..next.start).is_some_and(|between| TO.is_match(between))
        {
            return (Some(*start), Some(*end));
        }
        let short_end = text.get(place.end..).and_then(|rest| SHORT_END.captures(rest)?.get(1));
        if let Some(short_end) = short_end.filter(|_| start.month().is_none())
            && let Ok(end) = format!("{}{}", start.year() / 100, short_end.as_str()).parse::<PartialDate>()
        {
            return (Some(*start), Some(end));
        }
    }
    let labelled = |label: &Regex| {
        let mut labelled = dates.iter().filter(|(_, place)| label.is_match(before(text, place.start)));
        labelled.next().map(|(date, _)| *date)
    };
    (labelled(&START), labelled(&END))
}

/// The length in months; years and the months after them count together ("1 year and 6 months").
fn months(text: &str) -> Option<u32> {
    let mut years: Option<(f64, usize)> = None;
    for found in LENGTH.captures_iter(text) {
        let (Some(whole), Some(number), Some(unit)) = (found.get(0), found.get(1), found.get(3)) else {
            continue;
        };
        let rest = text.get(whole.end()..).unwrap_or_default();
        if OF_AGE.is_match(rest) || NOT_ONE_LENGTH.is_match(before(text, whole.start())) {
            continue;
        }
        let half = if found.get(2).is_some() { 0.5 } else { 0.0 };
        let count = amount(number.as_str())? + half;
        match (years, unit.as_str().starts_with(['y', 'Y'])) {
            (None, true) => years = Some((12.0 * count, whole.end())),
            (None, false) => return whole_months(count),
            (Some((years, end)), in_years) => {
                let joined = text.get(end..whole.start()).is_some_and(|between| AND.is_match(between));
                return whole_months(if joined && !in_years { years + count } else { years });
            }
        }
    }
    whole_months(years?.0)
}

fn whole_months(count: f64) -> Option<u32> {
    // A century is longer than any programme.
    (count.fract() == 0.0 && (1.0..=1200.0).contains(&count)).then_some(count as u32)
}

fn amount(number: &str) -> Option<f64> {
    let number = number.to_lowercase();
    if let Some(whole) = number.strip_suffix('½') {
        return if whole.is_empty() { Some(0.5) } else { Some(whole.parse::<f64>().ok()? + 0.5) };
    }
    let worth = |word| {
        let tens = TENS.split(' ').zip(2..).map(|(tens, worth)| (tens, 10 * worth));
        let found = NUMBERS.split(' ').zip(1..).chain(tens).find(|(known, _)| *known == word);
        found.map(|(_, worth)| f64::from(worth))
    };
    let mut words = number.split(|c: char| c == '-' || c.is_whitespace()).filter(|word| !word.is_empty());
    match (words.next().and_then(worth), words.next().and_then(worth)) {
        (Some(tens), ones) => Some(tens + ones.unwrap_or(0.0)),
        (None, _) => number.replace(',', ".").parse().ok(),
    }
}

/// From one on.
const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
                       sixteen seventeen eighteen nineteen twenty";
/// From twenty on.
const TENS: &str = "twenty thirty forty fifty sixty";

static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    let (numbers, tens) = (NUMBERS.replace(' ', "|"), TENS.replace(' ', "|"));
    let number = format!(r"([0-9]*½|[0-9]+(?:[.,][0-9]+)?|(?:(?:{tens})[-\s]?)?(?:{numbers})|{tens})");
    pattern(&format!(r"\b{number}(?:\s*\([0-9]+\))?(\s+and\s+a\s+half)?[\s-]*(years?|yrs?|months?)\b"))
});
/// "5 years old", "18 years of age": nobody's duration.
static OF_AGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s-]*(?:old|of\s+age)\b"));
/// "4-5 years", "under five years".
static NOT_ONE_LENGTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:[0-9]\s*[-–—]|[0-9]\s+(?:to|or)|\baged|\bunder)\s*$"));
static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,?\s*(?:and)?\s*$"));

/// "March to June 2023": the year is printed once.
static WITHIN_A_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"\b{MONTH}\.?\s*(?:[-–—−]|to\b|until\b|through\b|and\b)\s*{MONTH}[\s,./]*{YEAR}"))
});
/// What stands between the two ends of a period, and nothing else.
static TO: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?:[-–—−]|to|until|till|through|thru|up\s+to|and|[,;]?\s*end(?:s|ed|ing)?(?:\s+date)?\s*:?)";
    pattern(&format!(r"^[\s,)]*{word}{LEADS_TO}[\s(]*$"))
});
/// The end of a range whose century is printed once: "2019–23".
static SHORT_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[-–—−]\s*([0-9]{2})(?:\s*$|\s*[^\w\s])"));
static START: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?:from|since|start(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?|commenc(?:es|ed|ing)|launched)";
    pattern(&format!(r"\b{word}{LEADS_TO}[\s:-]*$"))
});
static END: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?:until|till|end(?:s|ed|ing)?|clos(?:es|ed|ing)|complet(?:ed|ion))";
    pattern(&format!(r"\b{word}{LEADS_TO}[\s:-]*$"))
});
const LEADS_TO: &str = r"(?:\s+(?:date|to|in|on|from|the|end|of|beginning|early|mid|late))*";
