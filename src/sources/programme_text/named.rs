//! The names of programmes in running text, and the numbers of their phases.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::paragraph::Paragraph;
use crate::reference::organisations_in;
pub(in crate::sources) use crate::sources::reading::pattern;

/// A programme that a text names: "Joint Global Programme on Mending Nets (MN) along Rivers".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sources) struct Named {
    /// The bytes of the name, its article left out.
    pub range: Range<usize>,
    /// The name without abbreviations in brackets.
    pub full: String,
    /// What the programme is on: the words after "Programme on"; the whole name where there are none.
    pub title: String,
    /// An abbreviation in brackets after the whole name, with its bytes. One in the middle is of a part.
    pub abbreviation: Option<(String, Range<usize>)>,
}

impl Named {
    /// Whether the name says what the programme is on.
    pub(in crate::sources) fn has_subject(&self) -> bool {
        self.title != self.full
    }
}

/// Every programme that a text names, in its order.
pub(in crate::sources) fn programmes_in(text: &str) -> Vec<Named> {
    if !KINDS.iter().any(|kind| text.contains(kind)) {
        return Vec::new();
    }
    let organisations: Vec<_> = organisations_in(text).into_iter().map(|mention| mention.range).collect();
    let in_organisation = |word: &Word<'_>| {
        let before = organisations.partition_point(|range| range.start < word.start);
        let around = before.checked_sub(1).and_then(|before| organisations.get(before));
        around.is_some_and(|range| word.start < range.end)
    };
    let words = words(text);
    let mut named = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = name_end(&words, at);
        let name = words.get(at..end).unwrap_or_default();
        let kind = name.iter().position(|word| KINDS.contains(&word.bare) && !in_organisation(word));
        named.extend(kind.and_then(|kind| read(name, kind)));
        at = end.max(at + 1);
    }
    named
}

/// The paragraph that says what programme a document is about: the first that names one with its subject; else the
/// first that names one in a sentence; else the first that names one at all. What came before it does not count.
pub(in crate::sources) fn opening<'p>(
    paragraphs: impl Iterator<Item = &'p Paragraph>,
) -> Option<(&'p Paragraph, Named)> {
    let mut best: Option<(u8, &Paragraph, Named)> = None;
    for paragraph in paragraphs.filter(|paragraph| !is_about_earlier(&paragraph.text)) {
        for named in programmes_in(&paragraph.text) {
            let rank = 2 * u8::from(named.has_subject()) + u8::from(!paragraph.is_short());
            if best.as_ref().is_none_or(|(best, _, _)| *best < rank) {
                best = Some((rank, paragraph, named));
            }
        }
    }
    best.map(|(_, paragraph, named)| (paragraph, named))
}

/// The first name that begins at or after a place: "the Ministry of Nets of Freedonia".
pub(in crate::sources) fn name_from(text: &str, from: usize) -> Option<(String, Range<usize>)> {
    let words = words(text);
    let at = words.partition_point(|word| word.start < from);
    let begin = at + words.get(at..)?.iter().position(Word::begins_name)?;
    let name = words.get(begin..name_end(&words, begin))?;
    Some((joined(name), name.first()?.start..name.last()?.end))
}

fn read(name: &[Word<'_>], kind: usize) -> Option<Named> {
    let (first, last) = (name.first()?, name.last()?);
    let subject = name.get(kind + 1..)?;
    let subject = subject.get(subject.iter().take_while(|word| word.joins()).count()..)?;
    let full = joined(name);
    let title = joined(subject);
    let title = if title.contains(' ') { title } else { full.clone() };
    let short = last.in_brackets && last.bare.len() <= 10 && name.len() > 2;
    let abbreviation = short.then(|| (last.bare.to_owned(), last.start..last.end));
    full.contains(' ').then_some(Named { range: first.start..last.end, full, title, abbreviation })
}

fn joined(words: &[Word<'_>]) -> String {
    words.iter().filter(|word| !word.in_brackets).map(|word| word.bare).collect::<Vec<_>>().join(" ")
}

/// A word of a text: `bare` has no marks around it, and its bytes are from `start` to `end`.
struct Word<'t> {
    bare: &'t str,
    start: usize,
    end: usize,
    in_brackets: bool,
    ends_clause: bool,
}

impl Word<'_> {
    fn begins_name(&self) -> bool {
        self.is_capital() && !self.in_brackets && !LEADS.contains(&self.bare)
    }

    fn is_capital(&self) -> bool {
        self.bare.starts_with(char::is_uppercase)
    }

    fn joins(&self) -> bool {
        JOINING.contains(&self.bare)
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut from = 0;
    for printed in text.split(' ') {
        let inner = printed.trim_end_matches([',', '.', ';', ':', '!', '?']);
        let bare = printed.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let start = from + printed.find(bare).unwrap_or_default();
        let in_brackets = inner.starts_with('(') && inner.ends_with(')');
        let announces = printed.ends_with(':') && KINDS.contains(&bare);
        let ends_clause = inner.len() < printed.len() && !announces
            || (inner.ends_with([')', '”', '"', '»']) && !in_brackets);
        if !printed.is_empty() {
            words.push(Word { bare, start, end: start + bare.len(), in_brackets, ends_clause });
        }
        from += printed.len() + 1;
    }
    words
}

/// Where the name that begins at a word ends; the word itself where none begins.
fn name_end(words: &[Word<'_>], at: usize) -> usize {
    if !words.get(at).is_some_and(Word::begins_name) {
        return at;
    }
    let mut end = at + 1;
    let mut ahead = end;
    while let Some((before, word)) =
        ahead.checked_sub(1).and_then(|before| words.get(before)).zip(words.get(ahead))
    {
        let continues = word.is_capital() && !LEADS.contains(&word.bare) || word.in_brackets || word.joins();
        if before.ends_clause || !continues {
            break;
        }
        ahead += 1;
        if !word.joins() {
            end = ahead;
        }
    }
    end
}

/// Whether a text speaks of what came before the programme it describes.
pub(in crate::sources) fn is_about_earlier(text: &str) -> bool {
    EARLIER_PHASES.is_match(text) || BUILDS_ON.is_match(text)
}

/// Where a text has spoken of earlier phases: the byte after "the previous phases".
pub(in crate::sources) fn earlier_phases(text: &str) -> Option<usize> {
    EARLIER_PHASES.find(text).map(|found| found.end())
}

/// The number of the phase that a text speaks of, with its bytes: "Phase III", "its second phase"; the highest when
/// it names several.
pub(in crate::sources) fn phase_in(text: &str) -> Option<(u32, Range<usize>)> {
    let mut highest: Option<(u32, Range<usize>)> = None;
    for found in PHASE.captures_iter(text) {
        let word = found.get(1).or(found.get(2)).map(|word| word.as_str().to_lowercase()).unwrap_or_default();
        let spelt = |words: &str| {
            words.split(' ').zip(1..).find(|(known, _)| *known == word).map(|(_, number)| number)
        };
        let number = word.parse().ok().or_else(|| spelt(ORDINALS)).or_else(|| spelt(ROMAN));
        if let (Some(number), Some(whole)) = (number, found.get(0))
            && highest.as_ref().is_none_or(|(highest, _)| *highest < number)
        {
            highest = Some((number, whole.range()));
        }
    }
    highest
}

/// What a programme may be called.
const KINDS: [&str; 5] = ["Programme", "Program", "Initiative", "Project", "Facility"];
/// Small words inside a name.
const JOINING: [&str; 18] = [
    "on", "of", "for", "in", "into", "and", "the", "to", "towards", "through", "across", "with", "from",
    "at", "as", "among", "between", "&",
];
/// Words that begin a sentence, not a name.
const LEADS: [&str; 12] =
    ["The", "This", "These", "Our", "A", "An", "In", "Under", "As", "Through", "Since", "With"];

const ORDINALS: &str = "first second third fourth fifth sixth";
const ROMAN: &str = "i ii iii iv v vi";

static PHASE: LazyLock<Regex> = LazyLock::new(|| {
    let (ordinals, roman) = (ORDINALS.replace(' ', "|"), ROMAN.replace(' ', "|"));
    pattern(&format!(
        r"(?i)\bphase\s+({roman}|[1-9])\b|\b({ordinals})(?:\s+and\s+(?:last|final))?\s+phases?\b"
    ))
});
static EARLIER_PHASES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:previous|earlier|preceding|former|past)\s+(?:\w+\s+)?phases?\b"));
static BUILDS_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bbuilds?\s+(?:up)?on\s+(?:the\s+)?(?:achievements?|results|success\w*|lessons)\b|\bpredecessors?\b",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, Option<&str>)]) {
        let found = programmes_in(text);
        let short = |named: &Named| named.abbreviation.as_ref().map(|(short, _)| short.clone());
        let found: Vec<_> =
            found.iter().map(|named| (named.full.clone(), named.title.clone(), short(named))).collect();
        let found: Vec<_> =
            found.iter().map(|(full, title, short)| (&**full, &**title, short.as_deref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_ends_where_small_letters_begin_and_its_subject_is_its_title() {
        check(
            "The FAO-ILO Global Programme on Mending Nets for Lasting Fisheries turns ideas into nets.",
            &[(
                "FAO-ILO Global Programme on Mending Nets for Lasting Fisheries",
                "Mending Nets for Lasting Fisheries",
                None,
            )],
        );
        check(
            "they run a Joint Programme on Mending Nets (MN) into Old Age with money from afar",
            &[("Joint Programme on Mending Nets into Old Age", "Mending Nets into Old Age", None)],
        );
        check(
            "The Joint Programme on Mending Nets (M4N), since 2011",
            &[("Joint Programme on Mending Nets", "Mending Nets", Some("M4N"))],
        );
        check(
            "Global FAO-ILO Joint Programme The Net Mending Programme is new",
            &[
                ("Global FAO-ILO Joint Programme", "Global FAO-ILO Joint Programme", None),
                ("Net Mending Programme", "Net Mending Programme", None),
            ],
        );
    }

    #[test]
    fn an_agency_or_a_bare_word_is_no_programme() {
        check(
            "The United Nations Development Programme and IOM work. This Programme is new. Our Programme.",
            &[],
        );
        check("", &[]);
        check("Programme", &[]);
    }

    #[test]
    fn the_highest_phase_counts() {
        assert_eq!(phase_in("its second phase is over").map(|(number, _)| number), Some(2));
        assert_eq!(phase_in("Phase III of it, after phase 2").map(|(number, _)| number), Some(3));
        assert_eq!(phase_in("in phases, the last phase"), None);
    }
}
