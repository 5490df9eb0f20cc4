//! The real leaflet, read where `GCM_HUB_DOCUMENTS` names the folder of the documents.

use super::{briefs, flags, lines, programmes, results};
use crate::document::MediaType;
use crate::record::Reading;
use crate::sources::results_leaflet::SOURCE;

/// The file of the 1st edition.
const FILE: &str = "001_6c6822a1ce652f57.txt";

fn leaflet() -> Option<Reading> {
    let folder = std::env::var_os("GCM_HUB_DOCUMENTS")?;
    let document = std::fs::read_to_string(std::path::Path::new(&folder).join(FILE)).unwrap();
    Some((SOURCE.parse)(&lines(&document, MediaType::Markdown)).unwrap())
}

/// Area, budget, months, title's line, line of the first paragraph, results.
type Facts = (Option<u8>, Option<f64>, Option<u32>, u32, u32, usize);

#[test]
fn its_four_programmes_are_read() {
    let Some(reading) = leaflet() else { return };
    let mut facts: Vec<(String, Facts)> = Vec::new();
    for (key, programme) in programmes(&reading) {
        let of = results(&reading).into_iter().filter(|(_, result)| result.programme.as_deref() == Some(key));
        let place = key.split('/').next().unwrap().to_owned();
        let area = programme.thematic_area.as_ref().map(|area| area.value);
        let budget = programme.budget.as_ref().map(|budget| budget.value.amount);
        let months = programme.duration_months.as_ref().map(|months| months.value);
        let (title, text) = (programme.title.at[0].first, programme.text.as_ref().unwrap().at[0].first);
        assert!(programme.status.is_some());
        facts.push((place, (area, budget, months, title, text, of.count())));
    }
    let expected = [
        ("tjk", (Some(2), Some(2_200_000.0), Some(31), 22, 32, 16)),
        ("gin-lbr-sle", (Some(3), Some(2_786_280.0), Some(30), 85, 93, 11)),
        ("igad", (Some(4), Some(2_150_000.0), Some(27), 135, 143, 9)),
        ("chl-mex", (Some(5), Some(1_702_370.0), Some(24), 195, 203, 11)),
    ];
    assert_eq!(facts, expected.map(|(place, facts)| (place.to_owned(), facts)));
    assert_eq!(reading.label.map(|label| label.value).as_deref(), Some("1st edition"));
    assert_eq!(reading.as_of.map(|date| date.value.to_string()).as_deref(), Some("2023-09"));
}

#[test]
fn its_spotlight_is_read() {
    let Some(reading) = leaflet() else { return };
    let spotlight: Vec<_> = briefs(&reading).into_iter().filter(|brief| brief.contains(" / ")).collect();
    let values: Vec<_> = spotlight.iter().filter_map(|brief| brief.split(' ').next()).collect();
    let expected = [
        "4970", "438", "500", "78", "48", "300", "95", "74", "1", "15", "125800", "3900", "1", "310", "100",
        "99.6", "665", "219", "98", "151",
    ];
    assert_eq!(values, expected);
}

#[test]
fn its_slips_are_flagged() {
    let Some(reading) = leaflet() else { return };
    let expected = [
        ("missing-separator", vec![193]),
        ("empty-section", vec![232]),
        ("missing-number", vec![296]),
        ("repeated-phrase", vec![98, 152]),
        ("repeated-figure", vec![51, 60]),
        ("repeated-figure", vec![51, 60]),
    ];
    assert_eq!(flags(&reading), expected);
    let rejects: Vec<_> = reading.rejects.iter().map(|reject| reject.at.first).collect();
    assert_eq!(rejects, [147]);
}

#[test]
fn the_other_documents_are_refused() {
    let Some(folder) = std::env::var_os("GCM_HUB_DOCUMENTS") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_other = path.extension().is_some_and(|end| end == "txt") && !path.ends_with(FILE);
        if is_other {
            let document = std::fs::read_to_string(&path).unwrap();
            for media_type in [MediaType::Plain, MediaType::Markdown] {
                assert!((SOURCE.parse)(&lines(&document, media_type)).is_err(), "{}", path.display());
            }
        }
    }
}
