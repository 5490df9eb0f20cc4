//! On leaflets of our own in the same layout, and, where it is at hand, on the real one (`tests/real.rs`).

mod real;

use super::SOURCE;
use crate::document::text::{self, Text};
use crate::document::{Document, MediaType};
use crate::record::{Body, Flag, ProgrammeRecord, Prose, Qualifier, Reading, ResultRecord, Stage};

const LEAFLET: &str = include_str!("testdata/two-features-and-a-spotlight.md");
const APART: &str = include_str!("testdata/values-apart-and-a-missing-title.md");

fn lines(document: &str, media_type: MediaType) -> Text {
    text::read(&Document { bytes: document.into(), media_type, origin: "test".into(), charset: None })
        .unwrap()
}

fn read(document: &str) -> Reading {
    (SOURCE.parse)(&lines(document, MediaType::Markdown)).unwrap()
}

fn programmes(reading: &Reading) -> Vec<(&str, &ProgrammeRecord)> {
    let mut programmes = Vec::new();
    for record in &reading.records {
        if let Body::Programme(programme) = &record.body {
            programmes.push((record.key.as_str(), programme.as_ref()));
        }
    }
    programmes
}

fn results(reading: &Reading) -> Vec<(&str, &ResultRecord)> {
    let mut results = Vec::new();
    for record in &reading.records {
        if let Body::Result(result) = &record.body {
            results.push((record.key.as_str(), result.as_ref()));
        }
    }
    results
}

/// A result on one line: number, unit, countries, theme, line of the figure.
fn brief(result: &ResultRecord) -> String {
    let figure = &result.figure.value;
    let countries: Vec<String> =
        result.countries.iter().map(|country| country.value.code.to_string()).collect();
    let year = figure.year.map(|year| format!(" in {year}")).unwrap_or_default();
    let theme = result.theme.as_ref().map(|theme| format!(" / {}", theme.value)).unwrap_or_default();
    let sign = match figure.qualifier {
        Qualifier::Exact => "",
        Qualifier::About => "~",
        Qualifier::AtLeast => ">",
        Qualifier::Almost => "<",
    };
    format!("{sign}{} {}{year} [{}]{theme}", figure.value, figure.unit, countries.join(" "))
}

fn briefs(reading: &Reading) -> Vec<String> {
    results(reading).into_iter().map(|(_, result)| brief(result)).collect()
}

fn flags(reading: &Reading) -> Vec<(&str, Vec<u32>)> {
    let lines = |flag: &Flag| flag.at.iter().map(|at| at.first).collect();
    reading.flags.iter().map(|flag| (flag.code.as_str(), lines(flag))).collect()
}

const RESULTS: [&str; 22] = [
    ">40 orchards [MWI]",
    "120 women growers [MWI]",
    "35 boys [MWI]",
    "12 Fruit Tree Farms [MWI]",
    "60 teachers [MWI]",
    "1 press house [MWI]",
    "14 people [MWI]",
    "60 teachers [MWI]",
    "9000 people in 2024 [MWI]",
    "7 wells []",
    "1 Herder House [NER]",
    "1 Grazing Desk [TCD]",
    "900 herders []",
    "200 herders []",
    "310 girls and boys [MWI] / Schools for girls",
    "48 teachers [GMB NPL] / Schools for girls",
    "20 women [GMB NPL] / Schools for girls",
    "1 school plan [NPL] / Rules for girls",
    "15 schools [NPL] / Rules for girls",
    "1 School Bell System [GMB] / Rules for girls",
    "90 bells [GMB] / Rules for girls",
    "99.5 % of pupils [GMB] / Rules for girls",
];

#[test]
fn a_feature_is_a_programme_with_evidence_for_every_field() {
    let reading = read(LEAFLET);
    let programmes = programmes(&reading);
    assert_eq!(programmes.len(), 2);
    let (key, programme) = programmes[0];
    assert_eq!(key, "mwi/orchards-schools-those-who-stay-chikwawa");
    assert_eq!(programme.title.value, "Orchards and schools for 'those who stay' in Chikwawa, Malawi");
    assert_eq!((programme.title.at[0].first, programme.title.at[0].last), (18, 18));
    assert_eq!(programme.countries[0].value.printed, "MALAWI");
    assert_eq!(programme.countries[0].at[0].first, 10);
    assert_eq!(programme.places[0].value, "Chikwawa");
    assert_eq!(programme.thematic_area.as_ref().map(|area| (area.value, area.at[0].first)), Some((2, 12)));
    let budget =
        programme.budget.as_ref().map(|budget| (budget.value.amount, budget.value.currency.as_str()));
    assert_eq!(budget, Some((1_800_000.0, "USD")));
    assert_eq!(
        programme.duration_months.as_ref().map(|months| (months.value, months.at[0].first)),
        Some((24, 14))
    );
    let participants: Vec<_> =
        programme.participants.iter().map(|one| one.value.organisation.as_str()).collect();
    assert_eq!(participants, ["FAO", "IOM", "UNICEF"]);
    let status = programme.status.as_ref().unwrap();
    assert_eq!((status.value.printed.as_deref(), status.value.stage), (None, Some(Stage::Funded)));
    assert_eq!(status.at[0].first, 6);
    let text: &Prose = programme.text.as_ref().unwrap();
    assert_eq!((text.at.len(), text.at[0].first, text.at[0].last), (1, 26, 26));
}

#[test]
fn a_regional_feature_has_its_region_and_no_countries() {
    let reading = read(LEAFLET);
    let (key, programme) = programmes(&reading)[1];
    assert_eq!(key, "sahel/herders-labels-region-fair-rules");
    assert_eq!(programme.region_label.as_ref().map(|region| region.value.as_str()), Some("SAHEL"));
    assert!(programme.countries.is_empty());
    assert_eq!(programme.duration_months.as_ref().map(|months| months.value), Some(30));
    assert_eq!(programme.participants[2].value.organisation, "ABCD");
}

#[test]
fn what_is_done_is_a_result_and_context_captions_and_quotations_are_not() {
    let reading = read(LEAFLET);
    assert_eq!(briefs(&reading), RESULTS);
    let keys: Vec<_> = results(&reading).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys[4], "mwi/orchards-schools-those-who-stay-chikwawa/60-teachers");
    assert_eq!(keys[7], "mwi/orchards-schools-those-who-stay-chikwawa/60-teachers~2");
    assert_eq!(keys[21], "spotlight/gmb/99.5-percent-of-pupils");
}

#[test]
fn slips_are_flagged_and_an_item_without_a_figure_is_a_reject() {
    let reading = read(LEAFLET);
    let expected = [
        ("missing-separator", vec![16]),
        ("empty-section", vec![71]),
        ("missing-number", vec![97]),
        ("repeated-phrase", vec![31, 67]),
        ("repeated-figure", vec![31, 36]),
    ];
    assert_eq!(flags(&reading), expected);
    let rejects: Vec<_> = reading.rejects.iter().map(|reject| reject.at.first).collect();
    assert_eq!(rejects, [37]);
}

#[test]
fn no_person_is_in_the_records() {
    let records = serde_json::to_string(&read(LEAFLET).records).unwrap().to_lowercase();
    for name in ["jane", "doe", "john", "roe", "desk@"] {
        assert!(!records.contains(&format!("\"{name}")), "{name}");
    }
    assert!(records.contains("chikwawa"));
}

#[test]
fn the_edition_and_its_date_are_read() {
    let reading = read(LEAFLET);
    assert_eq!(reading.label.map(|label| (label.value, label.at[0].first)), Some(("2nd edition".into(), 3)));
    assert_eq!(
        reading.as_of.map(|date| (date.value.to_string(), date.at[0].first)),
        Some(("2025-03".into(), 4))
    );
}

#[test]
fn values_on_lines_of_their_own_and_unknown_names_cost_only_themselves() {
    let reading = read(APART);
    let (_, programme) = programmes(&reading)[0];
    assert_eq!((programme.title.value.as_str(), programme.countries.len()), ("Ovens for everybody", 0));
    assert_eq!(briefs(&reading), ["5 bakers [NPL]", "8 ovens []"]);
    let rejects: Vec<_> = reading.rejects.iter().map(|reject| reject.at.first).collect();
    assert_eq!(rejects, [3, 3, 17, 19]);
    let titled = APART.replace("UN Women\n", "UN Women\n\n## Bread for all\n");
    let reading = read(&titled);
    let (key, programme) = programmes(&reading)[0];
    assert_eq!(key, "npl/bread-all");
    assert_eq!(programme.budget.as_ref().map(|budget| budget.value.amount), Some(1_900_000.0));
    assert_eq!(programme.duration_months.as_ref().map(|months| months.value), Some(18));
    let participants: Vec<_> =
        programme.participants.iter().map(|one| one.value.organisation.as_str()).collect();
    assert_eq!(participants, ["WHO", "IOM", "UN Women"]);
}

/// The same document as an extractor without markup leaves it.
fn without_markup(document: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start_matches('#').trim_start().replace("**", "");
        line.strip_prefix("- ").map_or(line.clone(), |item| format!("• {item}"))
    };
    document.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn plain_text_gives_the_same_results() {
    let plain = without_markup(LEAFLET);
    let reading = (SOURCE.parse)(&lines(&plain, MediaType::Plain)).unwrap();
    assert_eq!(briefs(&reading), briefs(&read(LEAFLET)));
    assert_eq!(flags(&reading), flags(&read(LEAFLET)));
}

#[test]
fn a_page_end_anywhere_changes_nothing() {
    let whole = read(LEAFLET);
    let lines: Vec<&str> = LEAFLET.lines().collect();
    for noise in ["7", "Page 7 of 12", "Migration MPTF in Action | 7"] {
        for at in 0..lines.len() {
            let (before, after) = lines.split_at(at);
            let reading = read(&[before, &[noise], after].concat().join("\n"));
            assert_eq!(briefs(&reading), briefs(&whole), "`{noise}` before line {}", at + 1);
            assert_eq!(programmes(&reading).len(), 2, "`{noise}` before line {}", at + 1);
        }
    }
}

#[test]
fn any_end_or_loss_of_a_line_is_survived() {
    let lines: Vec<&str> = LEAFLET.lines().collect();
    for at in 0..lines.len() {
        let _ = text::read(&Document {
            bytes: lines[..at].join("\n").into(),
            media_type: MediaType::Markdown,
            origin: "test".into(),
            charset: None,
        })
        .map(|text| (SOURCE.parse)(&text));
        let (before, after) = lines.split_at(at);
        let reading = read(&[before, &after[1..]].concat().join("\n"));
        assert!(results(&reading).len() >= 18, "without line {}", at + 1);
    }
}

#[test]
fn another_document_is_refused_with_what_was_expected() {
    let error = (SOURCE.parse)(&lines("# A pledge\n\n1. To do well.", MediaType::Markdown)).unwrap_err();
    assert!(error.to_string().contains("THEMATIC AREA"), "{error}");
    assert!(error.to_string().contains("A pledge"), "{error}");
    let booklet =
        "THEMATIC AREA 2: Rights\n\nMALAWI\n\nBUDGET (USD)\n\n1,500,000\n\nPARTICIPATING UN\nORGANISATIONS";
    assert!((SOURCE.parse)(&lines(booklet, MediaType::Plain)).is_err());
}
