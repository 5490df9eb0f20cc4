//! What a block reports as done: its figures, and single things that it names and does not count.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::line::pattern;
use super::named;
use crate::record::Figure;
use crate::sources::figures::{figures_in, year_in};

/// Something done.
#[derive(Debug, Clone)]
pub(super) struct Done {
    /// How many of what.
    pub figure: Figure,
    /// The bytes of number and unit in the block's text.
    pub range: Range<usize>,
    /// The bytes of the sentence that reports it.
    pub sentence: Range<usize>,
}

/// Where a block stands, which says what in it is a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An item of a feature's list, or a highlight of the spotlight: every figure, and single things too.
    Entry,
    /// A feature's running text: figures of the sentences that report an output.
    Prose,
    /// The first paragraph of a feature, which says why the programme is: as in prose, and only of sentences
    /// that speak of the programme itself.
    Purpose,
}

/// What a block reports as done, in its order, and how many figures it gives for what is only planned.
pub(super) fn done(text: &str, place: Place) -> (Vec<Done>, usize) {
    let mut done = Vec::new();
    let mut planned = 0;
    let year = IN_YEAR.is_match(text).then(|| year_in(text)).flatten();
    for sentence in sentences(text) {
        let words = text.get(sentence.clone()).unwrap_or_default();
        let reports = match place {
            Place::Entry => true,
            Place::Prose => OUTPUT.is_match(words),
            Place::Purpose => OUTPUT.is_match(words) && PROGRAMME.is_match(words),
        };
        if !reports {
            continue;
        }
        let mut things =
            if place == Place::Entry { named::things(words, sentence.start == 0) } else { Vec::new() };
        for found in figures_in(words) {
            let until = found.range.start;
            let before = words.get(..until).unwrap_or_default();
            let after = words.get(found.range.end..).unwrap_or_default();
            let unit = found.figure.unit.trim_start_matches(['%', ' ']);
            let end = after.find(unit).map_or(found.range.end, |at| found.range.end + at + unit.len());
            if is_planned(before, words.get(end..).unwrap_or_default()) {
                planned += 1;
                continue;
            }
            // A unit that was left out stands before the number.
            let follows = end > found.range.end || unit.is_empty();
            let start = if follows { until } else { before.rfind(unit).unwrap_or(until) };
            things.push((found.figure, start..end));
        }
        things.sort_by_key(|(_, range)| range.end);
        for (mut figure, range) in things {
            figure.year = year;
            let range = sentence.start + range.start..sentence.start + range.end;
            done.push(Done { figure, range, sentence: sentence.clone() });
        }
    }
    (done, planned)
}

/// Whether a figure is only planned: the last verb before it, or the next one after it, looks ahead.
fn is_planned(before: &str, after: &str) -> bool {
    let ahead = AHEAD.find_iter(before).last().map(|found| found.start());
    let reported = OUTPUT.find_iter(before).last().map(|found| found.start());
    ahead > reported || NEXT_AHEAD.is_match(after)
}

/// The sentences of a text, as bytes, without the spaces between them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for end in SENTENCE_END.captures_iter(text).filter_map(|found| found.get(1)) {
        let words = text.get(from..end.start()).unwrap_or_default();
        if words.is_empty() || ABBREVIATION.is_match(words) {
            continue;
        }
        sentences.push(from..end.start());
        from = end.end();
    }
    if from < text.len() {
        sentences.push(from..text.len());
    }
    sentences
}

static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?;][”’'\x22)\]]*(\s+)"));
static ABBREVIATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:;|\b(?:[A-Z]|[Nn]o|St|Dr|Mrs?|Ms|approx|ca|e\.g|i\.e|vs|incl)\.)$"));
/// Words of an output. Prose has figures of many kinds; only a sentence with one of these reports what was done.
static OUTPUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:establish(?:ed|ment|ing)|reach(?:ed|ing)|trained|train(?:ing)? of|result(?:ed|ing)|gain(?:ed|ing)|receiv(?:ed|ing)|benefit(?:ed|ted|ing|ting)|organi[sz](?:ed|ing)|renovat(?:ed|ing|ion)|develop(?:ed|ing|ment)|deliver(?:ed|ing|y)|provid(?:ed|ing)|support(?:ed|ing)|creat(?:ed|ing|ion)|launch(?:ed|ing)|set(?:ting)? up|construct(?:ed|ing|ion)|built|distribut(?:ed|ing|ion)|plant(?:ed|ing)|produc(?:ed|ing|tion)|certified|graduated|assist(?:ed|ing)|equipp(?:ed|ing)|informed|referred|registered|complet(?:ed|ing)|rehabilitat(?:ed|ing|ion)|install(?:ed|ing|ation)|enrolled|accessed|obtained|adopt(?:ed|ion)|identified|regulari[sz]ed|reintegrated)\b",
    )
});
static AHEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will|aim(?:s|ed|ing)? to|plan(?:s|ned|ning)? to|seek(?:s|ing)? to|intend(?:s|ed)? to|expect(?:s|ed)? to|hop(?:es?|ing) to|to be|targets? of|is to|are to)\b",
    )
});
static NEXT_AHEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^,? (?:will|shall|should|(?:are|is) (?:expected |planned )?to|to be)\b"));
static PROGRAMME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:programme|program|project|initiative|activit(?:y|ies))\b"));
static IN_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:in|during|by(?: the end of)?|since) (?:19|20)[0-9]{2}\b"));
