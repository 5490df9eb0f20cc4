//! A number with its qualifier, or the reason why it is none.

use std::ops::Range;

use super::lexer::{Kind, Number, Token};
use super::words::{
    BEFORE_YEARS, CAPITALISED_LABELS, CURRENCIES, LABELS, MONTHS, MULTIPLIERS, NUMBER_WORDS, PEOPLE,
    QUALIFIERS, REFERRING, TIMES, UNCOUNTED,
};
use crate::record::Qualifier;

/// What stands at a token.
pub(super) enum Scanned {
    /// No count.
    Nothing {
        /// Where to go on.
        next: usize,
        /// Whether it is the number of something ("Phase 3"), so that "and 4" after it is one too.
        label: bool,
    },
    /// A number that may count something.
    Number(Counted),
}

/// A number that may count something.
pub(super) struct Counted {
    pub value: f64,
    pub value_max: Option<f64>,
    pub qualifier: Qualifier,
    /// Whether it is a share.
    pub percent: bool,
    /// Whether it is printed in digits.
    pub in_digits: bool,
    /// ISO 4217 code, of a sum.
    pub currency: Option<&'static str>,
    /// The bytes from the qualifier to the end of the number.
    pub range: Range<usize>,
    /// The token after it.
    pub next: usize,
}

/// A number without what stands around it.
struct Plain {
    value: f64,
    short: bool,
    plus: bool,
    percent: bool,
    digits: Option<Number>,
    next: usize,
}

/// Reads what stands at a token. `labelled` is the token after the last number of something.
pub(super) fn scan(tokens: &[Token<'_>], at: usize, labelled: Option<usize>) -> Scanned {
    let nothing = |next: usize| Scanned::Nothing { next, label: false };
    let Some(first) = plain(tokens, at) else { return nothing(at + 1) };
    if is_label(tokens, at, labelled) {
        return Scanned::Nothing { next: first.next, label: true };
    }
    if let Some(past) = ratio(tokens, &first) {
        return nothing(past);
    }
    let (start, currency) = currency_before(tokens, at);
    let (start, qualifier) = qualifier_before(tokens, start);
    let year = first.digits.is_some_and(|number| number.looks_like_a_year());
    if year && !counts_although_a_year(tokens, at, first.next, qualifier) {
        return nothing(past_years(tokens, first.next));
    }
    if first.digits.is_none() && word_before(tokens, start).is_some_and(|word| REFERRING.contains(word)) {
        return nothing(first.next);
    }
    let second = second(tokens, at, &first);
    let last = second.as_ref().unwrap_or(&first);
    if is_no_count(tokens, at, last.next) {
        return nothing(last.next);
    }
    let (next, currency) = match currency {
        Some(currency) => (last.next, Some(currency)),
        None => currency_after(tokens, last.next),
    };
    let short = first.short || last.short;
    let plus = first.plus || last.plus;
    let said = if plus { Some(Qualifier::AtLeast) } else { qualifier };
    let end = tokens.get(next - 1).map_or(0, Token::end);
    let begin = tokens.get(start).map_or(end, |token| token.start);
    let scale = if first.short || first.value >= 1e3 { 1.0 } else { multiplier_of(last) };
    Scanned::Number(Counted {
        value: if second.is_some() { first.value * scale } else { first.value },
        value_max: second.as_ref().map(|second| second.value),
        qualifier: said.unwrap_or(if short { Qualifier::About } else { Qualifier::Exact }),
        percent: last.percent,
        in_digits: first.digits.is_some(),
        currency,
        range: begin..end,
        next,
    })
}

/// "5 to 10 million" is from five million.
fn multiplier_of(last: &Plain) -> f64 {
    let alone = last.digits.map_or(last.value, |number| number.value);
    if last.short && alone > 0.0 && !last.digits.is_some_and(|number| number.short) {
        last.value / alone
    } else {
        1.0
    }
}

fn plain(tokens: &[Token<'_>], at: usize) -> Option<Plain> {
    let token = tokens.get(at)?;
    let (mut value, digits) = match token.kind {
        Kind::Number(number) if !number.broken => (number.value, Some(number)),
        Kind::Word => (in_words(&token.lower)?, None),
        _ => return None,
    };
    let mut next = at + 1;
    let mut short = digits.is_some_and(|number| number.short);
    if let Some((_, times)) = MULTIPLIERS.iter().find(|(word, _)| is_word(tokens, next, word)) {
        value *= times;
        short = true;
        next += 1;
    }
    let mut percent = digits.is_some_and(|number| number.percent);
    if tokens.get(next).is_some_and(|token| token.is('%')) || is_word(tokens, next, "percent") {
        (percent, next) = (true, next + 1);
    } else if is_word(tokens, next, "per") && is_word(tokens, next + 1, "cent") {
        (percent, next) = (true, next + 2);
    }
    Some(Plain { value, short, plus: digits.is_some_and(|number| number.plus), percent, digits, next })
}

/// The value of "six", "Twenty", "twenty-five".
pub(super) fn in_words(lower: &str) -> Option<f64> {
    let value = |word: &str| NUMBER_WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
    match lower.split_once('-') {
        None => value(lower),
        Some((tens, ones)) => match (value(tens)?, value(ones)?) {
            (tens, ones) if tens >= 20.0 && ones < 10.0 => Some(tens + ones),
            _ => None,
        },
    }
}

fn is_word(tokens: &[Token<'_>], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == Kind::Word && token.lower == word)
}

fn word_before<'a>(tokens: &'a [Token<'_>], at: usize) -> Option<&'a str> {
    let token = tokens.get(at.checked_sub(1)?)?;
    (token.kind == Kind::Word).then_some(token.lower.as_str())
}

/// "Phase 3", "No. 5", "SDGs 8 and 10".
fn is_label(tokens: &[Token<'_>], at: usize, labelled: Option<usize>) -> bool {
    let mut before = at;
    if before > 0 && tokens.get(before - 1).is_some_and(|token| token.is('.')) {
        before -= 1;
    }
    if let Some(token) = before.checked_sub(1).and_then(|index| tokens.get(index)) {
        let name = token.lower.as_str();
        let dotted = before < at;
        if token.kind == Kind::Word && (!dotted || name == "no") {
            if LABELS.contains(name) && (dotted || name != "no") {
                return true;
            }
            if !dotted && token.is_capitalised() && CAPITALISED_LABELS.contains(name) {
                return true;
            }
        }
    }
    let joins = |token: &Token<'_>| {
        matches!(token.kind, Kind::Mark(',' | '-' | '–' | '&'))
            || ["and", "or", "to"].contains(&token.lower.as_str())
    };
    labelled.is_some_and(|past| past < at && at - past <= 2 && tokens[past..at].iter().all(joins))
}

/// "one in four", "nine out of ten": the token after it.
fn ratio(tokens: &[Token<'_>], first: &Plain) -> Option<usize> {
    let after = if is_word(tokens, first.next, "in") {
        first.next + 1
    } else if is_word(tokens, first.next, "out") && is_word(tokens, first.next + 1, "of") {
        first.next + 2
    } else {
        return None;
    };
    let after = if is_word(tokens, after, "every") { after + 1 } else { after };
    let second = plain(tokens, after)?;
    (first.value <= 10.0 && first.value < second.value && !first.percent).then_some(second.next)
}

fn currency_before(tokens: &[Token<'_>], at: usize) -> (usize, Option<&'static str>) {
    let code = |index: usize| {
        let token = tokens.get(index)?;
        CURRENCIES.iter().find(|(printed, _)| *printed == token.text).map(|(_, code)| *code)
    };
    let Some(before) = at.checked_sub(1) else { return (at, None) };
    match code(before) {
        // "US$" is two tokens.
        Some(code) if tokens[before].is('$') && before > 0 && tokens[before - 1].text == "US" => {
            (before - 1, Some(code))
        }
        Some(code) => (before, Some(code)),
        None => (at, None),
    }
}

fn currency_after(tokens: &[Token<'_>], next: usize) -> (usize, Option<&'static str>) {
    let Some(token) = tokens.get(next) else { return (next, None) };
    match CURRENCIES.iter().find(|(printed, _)| *printed == token.text) {
        Some((_, code)) => (next + 1, Some(code)),
        None => (next, None),
    }
}

/// The qualifier that ends before a token, and where it begins.
fn qualifier_before(tokens: &[Token<'_>], at: usize) -> (usize, Option<Qualifier>) {
    if let Some(index) = at.checked_sub(1) {
        match tokens[index].kind {
            Kind::Mark('~' | '≈') => return (index, Some(Qualifier::About)),
            Kind::Mark('>' | '≥') => return (index, Some(Qualifier::AtLeast)),
            Kind::Mark('<' | '≤') => return (index, Some(Qualifier::Almost)),
            _ => {}
        }
    }
    for (phrase, qualifier) in QUALIFIERS {
        let Some(start) = at.checked_sub(phrase.len()) else { continue };
        if phrase.iter().enumerate().all(|(offset, word)| is_word(tokens, start + offset, word)) {
            return (start, Some(qualifier));
        }
    }
    // "an estimated reach of 500,000".
    if let Some(start) = at.checked_sub(3)
        && is_word(tokens, start, "estimated")
        && is_word(tokens, at - 1, "of")
    {
        return (start, Some(Qualifier::About));
    }
    (at, None)
}

fn counts_although_a_year(
    tokens: &[Token<'_>],
    at: usize,
    next: usize,
    qualifier: Option<Qualifier>,
) -> bool {
    let people = tokens.get(next).is_some_and(|token| PEOPLE.contains(&token.lower));
    people
        && (qualifier.is_some() || !word_before(tokens, at).is_some_and(|word| BEFORE_YEARS.contains(word)))
}

/// Past the second year of "2022-2023".
fn past_years(tokens: &[Token<'_>], next: usize) -> usize {
    let dash = tokens.get(next).is_some_and(|token| matches!(token.kind, Kind::Mark('-' | '–' | '—' | '/')));
    let number = tokens.get(next + 1).is_some_and(|token| matches!(token.kind, Kind::Number(_)));
    if dash && number { next + 2 } else { next }
}

/// The upper end of a range: "5,000-10,000", "5 to 10", "between 5 and 10".
fn second(tokens: &[Token<'_>], at: usize, first: &Plain) -> Option<Plain> {
    let joint = tokens.get(first.next)?;
    let before = word_before(tokens, at);
    let joins = match joint.kind {
        Kind::Mark('-' | '–' | '—') => true,
        Kind::Word if joint.lower == "to" => before != Some("from"),
        Kind::Word if joint.lower == "and" => before == Some("between"),
        _ => false,
    };
    let second = plain(tokens, first.next + 1).filter(|_| joins)?;
    (first.value < second.value && first.digits.is_some() == second.digits.is_some()).then_some(second)
}

/// Dates, ages, lengths of time, fractions, list numbers.
fn is_no_count(tokens: &[Token<'_>], at: usize, next: usize) -> bool {
    let after = tokens.get(next).map(|token| token.lower.as_str()).unwrap_or_default();
    let before = word_before(tokens, at).unwrap_or_default();
    let month = |word: &str| MONTHS.contains(word) && word != "may" && word != "march";
    let in_brackets = at.checked_sub(1).is_some_and(|index| tokens[index].is('('))
        && tokens.get(next).is_some_and(|token| token.is(')'));
    in_brackets
        || month(before)
        || month(after)
        || ["May", "March"].iter().any(|name| tokens.get(next).is_some_and(|token| token.text == *name))
        || TIMES.contains(after)
        || UNCOUNTED.contains(after)
        || ["aged", "age", "ages"].contains(&before)
}
