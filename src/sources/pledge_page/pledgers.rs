//! Who pledges: an organisation, a state, a city, or several of them jointly. Read from the page, never assumed.

use std::sync::LazyLock;

use regex::Regex;

use super::marks::pattern;
use super::outline::Outline;
use super::page::Page;
use crate::record::Stated;
use crate::reference;

/// Those who pledge, by acronym, or by name as printed where the code list has none; the first is the first that is
/// named. Empty where the page does not say.
pub(super) fn pledgers(page: &Page<'_>, outline: &Outline, title: &Stated<String>) -> Vec<Stated<String>> {
    let at_title = |names: Vec<String>| {
        names.into_iter().map(|name| Stated { value: name, at: title.at.clone() }).collect()
    };
    let on_line = |(names, line): (Vec<String>, u32)| -> Vec<Stated<String>> {
        names.into_iter().map(|name| page.stated(name, line)).collect()
    };
    let field = outline.pledger.as_ref().map(|(value, piece)| (names(value, Surety::Printed), piece.line));
    let by_title = |surety| beside_pledge(&title.value, surety);
    let mentioned = || {
        let first = reference::organisations_in(&title.value).into_iter().next();
        first.map(|mention| vec![mention.organisation.acronym.to_owned()]).unwrap_or_default()
    };
    let ways: [&dyn Fn() -> Vec<Stated<String>>; 6] = [
        &|| field.clone().map(on_line).unwrap_or_default(),
        &|| at_title(by_title(Surety::Known)),
        &|| who_commits(page, Surety::Known).map(on_line).unwrap_or_default(),
        &|| at_title(mentioned()),
        &|| at_title(by_title(Surety::Printed)),
        &|| who_commits(page, Surety::Printed).map(on_line).unwrap_or_default(),
    ];
    ways.iter().map(|way| way()).find(|names| !names.is_empty()).unwrap_or_default()
}

/// What a name must be to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surety {
    /// Of the code list, a country, or with a word that only institutions have.
    Known,
    /// Written as a name.
    Printed,
}

/// Whom a title names right before or behind the word "pledge".
fn beside_pledge(title: &str, surety: Surety) -> Vec<String> {
    let Some(pledge) = PLEDGE.find(title) else { return Vec::new() };
    let (before, after) = (title.get(..pledge.start()), title.get(pledge.end()..));
    let behind = after.and_then(|after| BY.captures(after)?.get(1)).map(|found| found.as_str());
    let before = before.map(|before| before.rsplit([':', '|']).next().unwrap_or(before));
    [behind, before]
        .into_iter()
        .flatten()
        .map(|words| names(words, surety))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// The names right before "commits to" or "pledges to", with the line.
fn who_commits(page: &Page<'_>, surety: Surety) -> Option<(Vec<String>, u32)> {
    // A name may stand at the end of the line above.
    for lines in 0..2 {
        for (number, _) in page.text.lines() {
            let words = page.text.prose(number, number + lines);
            let Some(before) = COMMITS.find(&words).and_then(|verb| words.get(..verb.start())) else {
                continue;
            };
            let clause = before.rsplit([',', ';', ':', '.']).next().unwrap_or(before);
            let found = names(clause, surety);
            if !found.is_empty() {
                return Some((found, number));
            }
            // "IOM, through its offices, commits to"
            let mention = reference::organisations_in(before).pop().filter(|_| surety == Surety::Known);
            if let Some(mention) = mention {
                return Some((vec![mention.organisation.acronym.to_owned()], number));
            }
        }
    }
    None
}

/// The names of a phrase that holds nothing else: one, or several with what joins them.
fn names(phrase: &str, surety: Surety) -> Vec<String> {
    let phrase = bare(phrase);
    if let Some(name) = known(phrase) {
        return vec![name];
    }
    let pieces: Vec<&str> = JOINTS.split(phrase).map(bare).filter(|piece| !piece.is_empty()).collect();
    // "Governments of Ghana and Togo" is one phrase.
    if pieces.len() > 1
        && !SHARED_HEAD.is_match(phrase)
        && pieces.iter().all(|piece| known(piece).is_some() || is_body(piece))
    {
        return pieces.iter().map(|piece| known(piece).unwrap_or_else(|| (*piece).to_owned())).collect();
    }
    let taken = is_body(phrase) || (surety == Surety::Printed && is_name(phrase) && !TOPIC.is_match(phrase));
    if taken { vec![phrase.to_owned()] } else { Vec::new() }
}

/// An organisation of the code list by its acronym, or a country by its name as printed.
fn known(name: &str) -> Option<String> {
    let organisation = reference::organisation(name).map(|organisation| organisation.acronym.to_owned());
    organisation.or_else(|| reference::find_country_name(name).map(|_| name.to_owned()))
}

/// A phrase without articles, possessives, brackets and the words that say that a pledge is joint.
fn bare(phrase: &str) -> &str {
    let mut phrase = phrase.trim_matches(|c: char| c.is_whitespace() || ",–—-:|·".contains(c));
    loop {
        let before = phrase.len();
        for end in ["’s", "'s", " Joint", " joint", "’"] {
            phrase = phrase.strip_suffix(end).unwrap_or(phrase).trim_end();
        }
        for start in ["The ", "the ", "Joint ", "joint ", "A ", "Our ", "New ", "We "] {
            phrase = phrase.strip_prefix(start).unwrap_or(phrase).trim_start();
        }
        if phrase.ends_with(')')
            && let Some(open) = phrase.rfind('(').filter(|open| *open > 0)
        {
            phrase = phrase.get(..open).unwrap_or(phrase).trim_end();
        }
        if phrase.len() == before {
            break phrase;
        }
    }
}

/// A name with a word that only institutions, states and cities have.
fn is_body(name: &str) -> bool {
    is_name(name) && BODY.is_match(name)
}

fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let small = ["of", "the", "on", "for", "and", "in", "de", "la", "du", "des", "y", "system"];
    (1..=9).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '&') || small.contains(word))
        && words.first().is_some_and(|word| {
            word.starts_with(char::is_uppercase) && word.chars().count() > 1 && !NO_NAME.contains(word)
        })
}

/// What begins a title or a sentence and no name.
const NO_NAME: [&str; 15] = [
    "The", "This", "Our", "We", "It", "They", "These", "In", "As", "Together", "Pledge", "Pledging", "Joint",
    "All", "Skip",
];

static PLEDGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bpledges?\b"));
static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:made\s+|submitted\s+|presented\s+)?(?:by|of|from)\s+(.+?)(?:\s+(?:on|for|to|towards?|in\s+support)\s|[:|–—(]|\s-\s|\.?$)",
    )
});
static COMMITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:(?:hereby\s+)?(?:commits|commit\s+to|pledges|pledge\s+to|undertakes|undertake\s+to))\b")
});
static JOINTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*(?:,\s*(?:and\s)?|;|\s(?:and|&|with)\s|/|\s[–-]\s|-)\s*"));
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:Governments?|Ministr(?:y|ies)|Kingdom|Republic|State|Cit(?:y|ies)|Municipalit(?:y|ies)|Town|Province|",
        r"Region|County|Mayors?|Union|Networks?|Organi[sz]ations?|Associations?|Federation|Confederation|Councils?|",
        r"Agenc(?:y|ies)|Bank|(?i:system)|Commission|Committee|Foundation|Universit(?:y|ies)|Office|Alliance|Coalition|",
        r"Cent(?:re|er)|Institute|Society|Group|Forum|Secretariat|Community|Programme|Fund|Mechanism)\b",
    ))
});
static SHARED_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:Governments|Cities|Municipalities|Mayors|Ministries|Kingdoms|Republics|States) of\b")
});
/// Names of what pledges are about.
static TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:Compact|GCM|Initiative|Migration|Migrants?|Objectives?|Review|Implementation|Indicators?)\b",
    )
});
