//! From what someone typed, or a source printed, to the country it names.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::list::{by_alpha3, countries, overlay};
use super::{Country, CountryCode};
use crate::reference::fold::fold;
use crate::reference::similarity::{nearest, nearness};

/// The country that a whole text names: by alpha-2 or alpha-3 code, UN name, or any known alias.
/// Case, accents, articles, "(the)", punctuation and the kind of apostrophe do not matter; the order
/// of the words does. None for anything else: a region, an office, a sentence with a country in it.
///
/// Codes make short words into countries ("it", "in", "to"). For lines of a document that may or
/// may not be countries, use [`find_country_name`].
#[must_use]
pub fn find_country(text: &str) -> Option<&'static Country> {
    find_country_name(text).or_else(|| by_code(text.trim()))
}

/// Like [`find_country`], but by names alone, never by a code: "Italy", not "IT". Names in use that
/// look like codes ("UAE", "DRC") are names.
#[must_use]
pub fn find_country_name(text: &str) -> Option<&'static Country> {
    NAMES.get(&key(text)).copied()
}

/// Whether a text leads to a country only because people type it for one, as "England" and "Korea" do: it may mean
/// something else.
#[must_use]
pub fn is_typed_country_name(text: &str) -> bool {
    let typed = key(text);
    find_country_name(text).is_some_and(|country| {
        overlay(country.code).is_some_and(|row| row.typed.iter().any(|name| key(name) == typed))
    })
}

/// The countries that a text which names none may have meant, best first, at most three.
#[must_use]
pub fn similar_countries(text: &str) -> Vec<&'static Country> {
    let typed = key(text);
    if typed.is_empty() {
        return Vec::new();
    }
    let exact = find_country(text).map(|country| (1.0, country.code));
    let codes = countries().iter().map(|country| {
        let code = country.code.as_str().to_lowercase();
        (nearness(&code, &typed) * CODE_DISCOUNT, country.code)
    });
    let mut names: Vec<(f64, CountryCode)> =
        NAMES.iter().map(|(name, country)| (name_score(name, &typed), country.code)).collect();
    names.sort_by_key(|(_, code)| *code);
    nearest(exact.into_iter().chain(names).chain(codes)).into_iter().map(super::country).collect()
}

/// Three letters are soon alike: a code counts for a little less than a name.
const CODE_DISCOUNT: f64 = 0.95;
/// What a name that goes on from what was typed is worth.
const BEGINNING: f64 = 0.85;

fn name_score(name: &str, typed: &str) -> f64 {
    let score = nearness(name, typed);
    if typed.len() > 2 && name.starts_with(typed) { score.max(BEGINNING) } else { score }
}

fn by_code(text: &str) -> Option<&'static Country> {
    let code = text.to_ascii_uppercase();
    match code.len() {
        2 => countries().iter().find(|country| country.alpha2 == code),
        3 => by_alpha3(&code),
        _ => None,
    }
}

/// Every name by its key. Our own names come first, so that a foreign name in keshvar's list never
/// takes one of them.
static NAMES: LazyLock<HashMap<String, &'static Country>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for country in countries() {
        let typed = overlay(country.code).map_or(&[][..], |row| row.typed);
        for name in [country.name].iter().chain(&country.aliases).chain(typed) {
            names.entry(key(name)).or_insert(country);
        }
    }
    for iso in keshvar::SUPPORTED_ALPHA2_LIST.iter().map(keshvar::Alpha2::to_country) {
        if let Some(country) = by_alpha3(&iso.alpha3().to_string()) {
            for name in iso.unofficial_name_list() {
                names.entry(key(name)).or_insert(country);
            }
        }
    }
    names
});

/// The words of a name in lower case, without accents, articles, punctuation and the mark of a
/// footnote; "&" is "and", "St." is "saint".
fn key(name: &str) -> String {
    let folded = fold(without_footnote(name)).to_lowercase().replace('&', " and ").replace(['\'', '.'], "");
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "the")
        .map(|word| if word == "st" { "saint" } else { word });
    words.collect::<Vec<&str>>().join(" ")
}

/// `Kosovo[1]` without the `[1]`.
fn without_footnote(name: &str) -> &str {
    let name = name.trim();
    let marked = name.strip_suffix(']').and_then(|name| name.rsplit_once('['));
    match marked {
        Some((name, mark)) if mark.chars().all(|c| c.is_ascii_digit()) => name,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(text: &str) -> Option<&'static str> {
        find_country(text).map(|country| country.code.as_str())
    }

    #[test]
    fn every_name_alias_and_code_leads_to_its_own_country() {
        for country in countries() {
            for text in [country.name, country.alpha2, country.code.as_str()].iter().chain(&country.aliases) {
                assert_eq!(code_of(text), Some(country.code.as_str()), "{text}");
            }
        }
    }

    #[test]
    fn spellings_of_the_field_are_known() {
        for (text, code) in [
            ("Gambia (the)", "GMB"),
            ("The Gambia", "GMB"),
            ("Gambia, The", "GMB"),
            ("Congo (the)", "COG"),
            ("Congo, Rep.", "COG"),
            ("Democratic Republic of the Congo (the)", "COD"),
            ("Netherlands (Kingdom of the)", "NLD"),
            ("the Netherlands", "NLD"),
            ("UNSC Resolution 1244-Administered Kosovo", "XKX"),
            ("Kosovo*", "XKX"),
            ("Kosovo[1]", "XKX"),
            ("Kosovo\u{b9}", "XKX"),
            ("KOSOVO (UNSCR 1244)", "XKX"),
            ("Kosovo under UNSCR 1244", "XKX"),
            ("Vietnam", "VNM"),
            ("viet nam", "VNM"),
            ("Kyrgyz Republic", "KGZ"),
            ("moldova", "MDA"),
            ("Bosnia & Herzegovina", "BIH"),
            ("C\u{f4}te d'Ivoire", "CIV"),
            ("Cote d\u{2019}Ivoire", "CIV"),
            ("C\u{d4}TE D\u{2019}IVOIRE", "CIV"),
            ("Ivory Coast", "CIV"),
            ("Turkey", "TUR"),
            ("turkiye", "TUR"),
            ("TJ", "TJK"),
            ("tjk", "TJK"),
            ("Saint Vincent and the Grenadines", "VCT"),
            ("St. Lucia", "LCA"),
            ("St Kitts & Nevis", "KNA"),
            ("Sao Tome and Principe", "STP"),
            ("Swaziland", "SWZ"),
            ("South\u{a0}Africa", "ZAF"),
            ("North\nMacedonia", "MKD"),
            ("Micronesia (Federated States of)", "FSM"),
            ("Lao PDR", "LAO"),
            ("Egypt, Arab Rep.", "EGY"),
            ("Timor Leste", "TLS"),
            ("Guinea Bissau", "GNB"),
            ("Deutschland", "DEU"),
            ("M\u{e9}xico", "MEX"),
            ("\u{65e5}\u{672c}", "JPN"),
        ] {
            assert_eq!(code_of(text), Some(code), "{text}");
        }
    }

    #[test]
    fn regions_offices_and_sentences_are_no_countries() {
        for text in [
            "Asia and the Pacific",
            "East and Horn of Africa",
            "Middle East and North Africa",
            "Panama Administrative Centre",
            "Global Office in Brussels",
            "Gulf of Guinea",
            "Africa",
            "programmes in Kenya",
            "",
            " ",
            "the",
            "300",
            "Virgin Islands",
            "Congolese",
        ] {
            assert_eq!(code_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_not_found_by_a_code() {
        assert_eq!(find_country_name("it"), None);
        assert_eq!(find_country_name("KEN"), None);
        assert_eq!(find_country_name("KENYA").map(|country| country.code.as_str()), Some("KEN"));
    }

    #[test]
    fn what_is_only_typed_for_a_country_is_known_from_its_names() {
        for (text, typed) in
            [("England", true), ("korea", true), ("Moldova", false), ("UK", false), ("x", false)]
        {
            assert_eq!(is_typed_country_name(text), typed, "{text}");
        }
    }

    #[test]
    fn near_misses_come_best_first_and_at_most_three() {
        let first = |text: &str| similar_countries(text).first().map(|country| country.code.as_str());
        assert_eq!(first("Tadjikistan"), Some("TJK"));
        assert_eq!(first("Phillipines"), Some("PHL"));
        assert_eq!(first("Kirgizistan"), Some("KGZ"));
        assert_eq!(first("Guinea-Bisau"), Some("GNB"));
        assert_eq!(first("Tjk"), Some("TJK"));
        assert_eq!(first("xqzw vvv"), None);
        assert_eq!(first(""), None);
        assert!(similar_countries("Guine").len() <= 3);
    }

    /// The country names that the International Organization for Migration's site offers as offices.
    #[test]
    fn every_country_of_the_iom_site_is_found() {
        let found: Vec<&Country> = IOM_OFFICES.lines().map(|name| find_country(name).expect(name)).collect();
        assert_eq!(found.len(), 175);
        let mut codes: Vec<CountryCode> = found.iter().map(|country| country.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 175);
    }

    const IOM_OFFICES: &str = include_str!("testdata/iom-offices.txt");
}
