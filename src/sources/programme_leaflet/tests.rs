//! On leaflets of our own in the same layout, and, where it is at hand, on the real one (`tests/real.rs`).

mod real;

use super::SOURCE;
use crate::document::text::{self, Text};
use crate::document::{Document, MediaType};
use crate::record::{Body, Lines, PhaseRecord, ProgrammeRecord, Prose, Qualifier, Reading, Stated};
use crate::sources::UnknownLayout;

const TWICE: &str = include_str!("testdata/labels-and-countries-printed-twice.md");
const DENSE: &str = include_str!("testdata/no-blank-lines-and-values-behind-labels.md");

fn lines_of(document: &str) -> Text {
    text::read(&Document {
        bytes: document.into(),
        media_type: MediaType::Markdown,
        origin: "test".into(),
        charset: None,
    })
    .unwrap()
}

fn parse(document: &str) -> Result<Reading, UnknownLayout> {
    (SOURCE.parse)(&lines_of(document))
}

fn read(document: &str) -> (Reading, ProgrammeRecord, PhaseRecord) {
    let reading = parse(document).unwrap();
    let [programme, phase] = reading.records.as_slice() else { panic!("{} records", reading.records.len()) };
    let (Body::Programme(programme), Body::Phase(phase)) = (&programme.body, &phase.body) else { panic!() };
    let (programme, phase) = (programme.as_ref().clone(), phase.as_ref().clone());
    (reading, programme, phase)
}

fn at(lines: &[Lines]) -> Vec<(u32, u32)> {
    lines.iter().map(|lines| (lines.first, lines.last)).collect()
}

/// The countries of the phase, a `$` behind those that receive money and a `-` behind those that do not.
fn countries(phase: &PhaseRecord) -> String {
    let mark = |support| match support {
        Some(true) => "$",
        Some(false) => "-",
        None => "",
    };
    let countries = phase.countries.iter().map(|country| &country.value);
    countries.map(|one| format!("{}{} ", one.country.code, mark(one.financial_support))).collect()
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.flags.iter().map(|flag| flag.code.as_str()).collect()
}

fn values<T: Clone>(stated: &[Stated<T>]) -> Vec<T> {
    stated.iter().map(|stated| stated.value.clone()).collect()
}

#[test]
fn every_field_is_read_with_its_lines() {
    let (reading, programme, phase) = read(TWICE);
    assert_eq!(programme.title.value, "Mending Nets for Lasting Fisheries");
    assert_eq!(at(&programme.title.at), [(9, 12), (53, 53)]);
    assert_eq!(
        values(&programme.aliases),
        ["FAO-ILO Global Programme on Mending Nets for Lasting Fisheries"]
    );
    let period = programme.period.as_ref().unwrap();
    let ends = period.value.start.zip(period.value.end).map(|(start, end)| format!("{start} {end}"));
    assert_eq!((ends.as_deref(), period.value.months), (Some("2031-03 2034-02"), Some(36)));
    assert_eq!((at(&period.at), programme.duration_months.as_ref().unwrap().value), (vec![(22, 22)], 36));
    let participants =
        programme.participants.iter().map(|one| (one.value.organisation.as_str(), at(&one.at)));
    assert_eq!(
        participants.collect::<Vec<_>>(),
        [("FAO", vec![(5, 5), (9, 9)]), ("ILO", vec![(5, 5), (9, 9)]), ("SDC", vec![(18, 18)])]
    );
    assert_eq!(at(&programme.text.unwrap().at), [(9, 14)]);
    assert_eq!(values(&programme.gcm_objectives), [2, 19]);
    assert_eq!(countries(&phase), "KEN- FJI$ PER$ GHA$ WSM- ");
    assert_eq!(at(&phase.countries[3].at), [(28, 28), (51, 51)]);
    assert_eq!(values(&phase.donors), ["SDC"]);
    assert_eq!(values(&phase.sectors), ["Twine", "Knots", "Boats and their crews"]);
    let outcomes: Vec<_> = phase.outcomes.iter().map(|outcome| at(&outcome.at)).collect();
    assert_eq!(outcomes, [[(35, 36)], [(38, 38)]]);
    assert_eq!((phase.number, at(&phase.text.unwrap().at)), (None, vec![(9, 59)]));
    assert!(
        reading.flags.is_empty() && reading.rejects.is_empty(),
        "{:?} {:?}",
        reading.flags,
        reading.rejects
    );
}

#[test]
fn earlier_figures_say_what_they_cover() {
    let (_, _, phase) = read(TWICE);
    let figures: Vec<_> = phase.earlier_figures.iter().map(|figure| &figure.value).collect();
    let brief: Vec<_> = figures.iter().map(|one| (one.value, one.qualifier, one.unit.as_str())).collect();
    assert_eq!(
        brief,
        [
            (41.0, Qualifier::Exact, "net rules, laws and plans"),
            (700.0, Qualifier::AtLeast, "menders"),
            (6.0, Qualifier::Exact, "target countries")
        ]
    );
    let scope = "earlier programmes together: Joint Global Programme on Counting Nets in Harbours; UN Joint Twine and \
                 Rope Initiative";
    assert!(figures.iter().all(|figure| figure.scope.as_deref() == Some(scope)), "{figures:?}");
    assert_eq!(phase.continues.unwrap().value, "Counting Nets in Harbours");
}

#[test]
fn people_are_not_read() {
    let reading = serde_json::to_string(&parse(TWICE).unwrap()).unwrap();
    assert!(
        !reading.contains("knot@") && !reading.to_lowercase().contains("\"ada\"") && !reading.contains("BEN")
    );
}

#[test]
fn a_leaflet_without_blank_lines_is_read_too() {
    let (reading, programme, phase) = read(DENSE);
    assert_eq!(
        values(&programme.aliases),
        ["FAO-ILO Global Programme on Mending Nets for Lasting Fisheries", "M4F"]
    );
    assert_eq!(at(&programme.title.at), [(2, 2)]);
    assert_eq!(at(&programme.text.unwrap().at), [(2, 3)]);
    assert_eq!(values(&phase.donors), ["SDC", "Harbour Fund of Freedonia"]);
    let period = phase.period.as_ref().unwrap().value;
    assert_eq!((period.months, period.end.unwrap().to_string().as_str()), (Some(36), "2034-02"));
    assert_eq!(countries(&phase), "KEN$ FJI$ PER$ MDA$ WSM$ GHA$ ");
    assert_eq!(phase.number.unwrap().value, 3);
    assert_eq!(values(&phase.sectors), ["Twine", "Knots", "Boats and their crews"]);
    assert_eq!(phase.outcomes.len(), 2);
    assert_eq!(codes(&reading), ["country-lists-differ", "country-count-differs"]);
    let message = &reading.flags[0].message;
    assert!(
        message.contains("only the list has Republic of Moldova, only the sentence has Ghana"),
        "{message}"
    );
    assert_eq!((reading.rejects.len(), reading.rejects[0].at.first), (1, 6));
}

#[test]
fn a_list_that_lost_its_label_is_still_the_list() {
    let (_, programme, _) = read(&TWICE.replace("\nCountries\n", "\n"));
    assert_eq!(at(&programme.countries[0].at), [(25, 25), (50, 50)]);
}

#[test]
fn a_sentence_alone_gives_the_countries_and_no_word_of_support_leaves_it_unknown() {
    let document = TWICE.replace("Kenya • Fiji • Peru", "").replace("Ghana • Samoa", "");
    let (reading, _, phase) = read(&document.replace("financial support", "many visits"));
    assert_eq!(countries(&phase), "FJI GHA KEN PER WSM ");
    assert!(reading.flags.is_empty());
}

#[test]
fn dates_that_do_not_fit_the_length_are_flagged() {
    let (reading, programme, _) = read(&TWICE.replace("3 years, from", "5 years, from"));
    assert_eq!(
        (codes(&reading), programme.duration_months.unwrap().value),
        (vec!["duration-and-dates-differ"], 60)
    );
}

#[test]
fn page_furniture_between_any_two_lines_changes_nothing() {
    let facts = |document: &str| {
        let (_, programme, phase) = read(document);
        let fingerprint = |prose: &Option<Prose>| prose.as_ref().map(|prose| prose.fingerprint);
        let texts = (fingerprint(&programme.text), fingerprint(&phase.text), phase.outcomes.len());
        (
            programme.title.value,
            countries(&phase),
            values(&phase.sectors),
            phase.period.map(|one| one.value),
            texts,
        )
    };
    let expected = facts(TWICE);
    let lines: Vec<&str> = TWICE.lines().collect();
    for at in 0..=lines.len() {
        for mark in ["7", "Page 2 of 4", "\n3\n"] {
            let mut lines = lines.clone();
            lines.insert(at, mark);
            assert_eq!(facts(&lines.join("\n")), expected, "{mark:?} before line {}", at + 1);
        }
    }
    let footers = TWICE
        .replace("\n\n\n", "\n\nNets today | 1\n\n")
        .replace("MENDING NETS", "Nets today | 2\n\nMENDING NETS");
    assert_eq!(facts(&footers), expected);
    assert_eq!(facts(&TWICE.replace('\n', "\r\n").replace(' ', "\u{a0} ")), expected);
}

#[test]
fn a_line_printed_twice_is_read_once_and_flagged() {
    let (reading, _, phase) = read(&TWICE.replace("\nTwine\n", "\nTwine\nTwine\n"));
    assert_eq!(values(&phase.sectors), ["Twine", "Knots", "Boats and their crews"]);
    assert_eq!(codes(&reading), ["repeated-line"]);
}

#[test]
fn what_is_no_leaflet_is_an_error_that_says_what_was_expected() {
    for document in
        ["A letter.", "The Nets and Boats Programme on Twine and Rope mends.", "Donor\n\nSDC\n", "# Nets"]
    {
        let error = parse(document).unwrap_err();
        assert_eq!(error.kind, "programme leaflet");
        assert!(error.expected.contains("Where We Work") && !error.found.is_empty(), "{error}");
    }
}

#[test]
fn no_cut_and_no_mark_makes_it_panic() {
    for document in [TWICE, DENSE] {
        let ends = document.char_indices().map(|(end, _)| end).collect::<Vec<_>>();
        for end in ends.iter().step_by(5).skip(1) {
            if let Ok(read) = std::panic::catch_unwind(|| parse(&document[..*end]).is_ok()) {
                let _ = read;
            } else {
                panic!("the first {end} bytes");
            }
        }
        for mark in ["(", "•", "|", "**", "İ", ":", "Programme on"] {
            parse(&document.replace(' ', mark)).ok();
            parse(&document.replace("e ", mark)).ok();
        }
    }
}
