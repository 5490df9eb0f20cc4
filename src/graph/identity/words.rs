//! Reasons in words, for people.

use super::Rarity;
use crate::record::{Money, terms};
use crate::reference::{CountryCode, country};

/// Countries by name, with what must be said wherever the name stands.
pub fn named(countries: &[CountryCode]) -> String {
    let name = |code: &CountryCode| match country(*code) {
        known if known.note.is_none() => known.name.to_owned(),
        known => format!("{} ({})", known.name, known.note.unwrap_or_default()),
    };
    countries.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How many terms are shared, and those of them that stand in one of the titles, as printed there: a term is a stem,
/// which nobody reads. The most telling first.
pub fn shared_terms(shared: &[u32], rarity: &Rarity, titles: &[&str]) -> String {
    let printed: Vec<(Vec<String>, &str)> =
        titles.iter().flat_map(|title| words(title)).map(|word| (terms(word), word)).collect();
    let word = |term: &u32| {
        let term = rarity.term(*term);
        printed.iter().find(|(terms, _)| terms.len() == 1 && terms[0] == term).map(|(_, word)| *word)
    };
    let telling: Vec<&str> = shared.iter().filter_map(word).take(6).collect();
    match (shared.len(), telling.as_slice()) {
        (0, _) => "no term in common".to_owned(),
        (1, []) => "1 term in common".to_owned(),
        (1, [only]) => format!("1 term in common: {only}"),
        (all, []) => format!("{all} terms in common"),
        (all, telling) => format!("{all} terms in common, in the titles {}", telling.join(", ")),
    }
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    let quotes = ['\'', '’'];
    let words = title.split(move |c: char| !c.is_alphanumeric() && !quotes.contains(&c));
    words.map(move |word| word.trim_matches(quotes)).filter(|word| !word.is_empty())
}

/// Two sums, the currency once when it is one.
pub fn sums(one: &Money, other: &Money) -> String {
    let (first, second) = (grouped(one.amount), grouped(other.amount));
    if one.currency == other.currency {
        format!("{first} and {second} {}", one.currency)
    } else {
        format!("{first} {} and {second} {}", one.currency, other.currency)
    }
}

/// A number with a comma after each three digits.
fn grouped(number: f64) -> String {
    let printed = number.to_string();
    let (whole, rest) = printed.split_at(printed.find('.').unwrap_or(printed.len()));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: f64, currency: &str) -> Money {
        Money { amount, currency: currency.to_owned() }
    }

    #[test]
    fn sums_are_grouped_and_say_their_currency() {
        let dollars = |amount| money(amount, "USD");
        assert_eq!(sums(&dollars(2_786_280.0), &dollars(2_500_000.0)), "2,786,280 and 2,500,000 USD");
        assert_eq!(sums(&dollars(999.0), &money(100_000.5, "EUR")), "999 USD and 100,000.5 EUR");
        assert_eq!(grouped(-100_000.0), "-100,000");
    }

    #[test]
    fn countries_are_told_by_name_and_kosovo_with_its_note() {
        let codes = ["TJK", "XKX"].map(|code| code.parse().unwrap());
        let told = named(&codes);
        assert!(told.starts_with("Tajikistan, Kosovo (") && told.contains("1244"), "{told}");
    }

    #[test]
    fn shared_terms_are_shown_as_the_titles_print_them_and_never_as_stems() {
        let texts = [terms("psychosocial support of abandoned families"), terms("seasonal abandonment")];
        let rarity = Rarity::of(texts.iter().map(|terms| terms.iter().map(String::as_str)));
        let shared = rarity.numbers(texts[0].iter().map(String::as_str));
        let told = |titles: &[&str]| shared_terms(&shared, &rarity, titles);
        assert_eq!(told(&["Moreover", "Trade"]), "4 terms in common");
        assert_eq!(
            told(&["For ‘Families’", "Psychosocial care"]),
            "4 terms in common, in the titles Families, Psychosocial"
        );
        assert_eq!(shared_terms(&shared[..1], &rarity, &["Trade"]), "1 term in common");
        assert_eq!(shared_terms(&[], &rarity, &["Trade"]), "no term in common");
    }
}
