//! The real page, where `GCM_HUB_DOCUMENTS` names the folder that holds it.

use super::*;

/// The page of `undp-pledge` by the folder's own list; nothing where there is none.
fn document() -> Option<String> {
    let folder = std::path::PathBuf::from(std::env::var_os("GCM_HUB_DOCUMENTS")?);
    let list = std::fs::read_to_string(folder.join("sources.toml")).ok()?;
    let entry = list.split_once("[undp-pledge]")?.1;
    let file = entry.lines().find_map(|line| line.strip_prefix("file = "))?;
    std::fs::read_to_string(folder.join(file.trim_matches('"'))).ok()
}

/// Where each item's work is: countries done, planned, regions, places.
const WHERE: [(&str, &str, &str, &str, &str); 45] = [
    (
        "1.1",
        "MAR UKR GEO ARM THA BIH LBN LBY DZA GHA RWA KEN KWT KAZ UZB KHM MEX SLV BRA BRB",
        "KGZ TJK TKM",
        "",
        "",
    ),
    ("1.2", "BGD ECU JAM KGZ MDA MAR NPL PHL SEN SRB TUN", "", "", ""),
    ("1.3", "", "", "EAC Africa", ""),
    ("1.4", "", "", "Arab States", ""),
    ("1.5", "", "", "Latin America and the Caribbean", ""),
    ("2.1", "KEN SLV GHA MRT RWA", "", "", ""),
    ("2.2", "XKX", "", "", ""),
    ("2.3", "ALB MKD SRB", "", "Western Balkans", ""),
    ("2.4", "MKD", "", "", ""),
    ("2.5", "KWT LBN DZA LBY EGY", "", "", ""),
    ("2.6", "HND ECU", "", "", ""),
    ("4.1", "", "", "Africa", ""),
    ("5.1", "", "", "", ""),
    ("5.2", "", "", "", ""),
    ("5.3", "", "", "", ""),
    ("5.4", "LBN", "", "", ""),
    ("5.5", "", "", "", ""),
    ("5.6", "MEX", "", "", ""),
    ("5.7", "", "", "", ""),
    ("5.8", "XKX", "", "", ""),
    ("5.9", "", "", "Africa", ""),
    ("5.10", "CAF", "", "", ""),
    ("5.11", "", "LSO MWI MUS", "", ""),
    ("5.12", "", "", "", ""),
    ("5.13", "KGZ", "", "", ""),
    ("5.14", "MDA", "", "", ""),
    ("5.15", "SRB", "", "", ""),
    ("5.16", "MDA", "", "", ""),
    ("5.17", "KGZ", "", "", ""),
    ("5.18", "KGZ", "", "", ""),
    ("6.1", "MEX", "", "", "Nuevo Leon"),
    ("6.2", "", "", "", ""),
    ("6.3", "", "", "", ""),
    ("6.4", "COL", "", "", ""),
    ("6.5", "ECU", "", "", ""),
    ("6.6", "PER", "", "", ""),
    ("6.7", "MDA", "", "", ""),
    ("6.8", "MDA", "", "", ""),
    ("6.9", "ALB MKD SRB", "", "Western Balkans", ""),
    ("6.10", "KGZ", "", "", "Osh Jalal-Abad Batken Ferghana Valley"),
    ("6.11", "UZB", "", "", "Ferghana Valley"),
    ("7.1", "", "", "ECIS", ""),
    ("7.2", "KAZ", "", "", ""),
    ("7.3", "", "", "", ""),
    ("7.4", "DJI MDA VNM PAK PHL", "", "Asia-Pacific", ""),
];

/// How many organisations, names and figures each item gives.
const HOW_MANY: [(usize, usize, usize); 45] = [
    (2, 2, 1),
    (2, 3, 8),
    (2, 0, 1),
    (1, 0, 0),
    (1, 1, 0),
    (4, 4, 2),
    (1, 1, 0),
    (1, 1, 0),
    (1, 1, 1),
    (1, 0, 1),
    (1, 1, 0),
    (2, 1, 3),
    (1, 2, 0),
    (2, 2, 0),
    (1, 2, 0),
    (1, 0, 0),
    (1, 0, 0),
    (3, 0, 0),
    (0, 1, 0),
    (0, 1, 0),
    (1, 2, 0),
    (2, 1, 0),
    (2, 1, 0),
    (2, 3, 0),
    (0, 1, 0),
    (0, 1, 0),
    (1, 1, 0),
    (1, 2, 0),
    (1, 0, 0),
    (1, 0, 0),
    (0, 1, 0),
    (0, 0, 0),
    (3, 1, 0),
    (0, 3, 0),
    (0, 3, 0),
    (0, 1, 0),
    (4, 2, 0),
    (1, 1, 0),
    (3, 1, 0),
    (2, 1, 0),
    (2, 1, 0),
    (1, 0, 0),
    (2, 1, 0),
    (1, 1, 0),
    (0, 3, 0),
];

#[test]
fn the_real_page_is_read_in_full() {
    let Some(document) = document() else { return };
    let reading = read(&document);
    let pledge = pledge(&reading);
    assert_eq!(
        (
            pledge.organisation.value.as_str(),
            pledge.last_updated.as_ref().unwrap().value.to_string().as_str()
        ),
        ("UNDP", "2023-11-11")
    );
    let statements: Vec<_> = commitments(&reading)
        .into_iter()
        .map(|(key, commitment)| (key, places(&commitment.number.at).len()))
        .collect();
    assert_eq!(statements, [("1", 2), ("2", 2), ("3", 2), ("4", 2), ("5", 2), ("6", 2), ("7", 2)]);
    assert!(reading.rejects.is_empty());
    let read: Vec<_> = progress(&reading)
        .into_iter()
        .map(|(key, item)| {
            (
                key.to_owned(),
                shown(&item.countries),
                shown(&item.planned),
                shown(&item.regions),
                shown(&item.places),
            )
        })
        .collect();
    for (read, expected) in read.iter().zip(WHERE) {
        let (key, countries, planned, regions, places) = expected;
        assert_eq!(*read, (key.into(), countries.into(), planned.into(), regions.into(), places.into()));
    }
    assert_eq!(read.len(), WHERE.len());
    for ((key, item), expected) in progress(&reading).into_iter().zip(HOW_MANY) {
        assert_eq!((item.organisations.len(), item.mentions.len(), item.figures.len()), expected, "{key}");
    }
    assert_eq!(shown(&item(&reading, "5.3").gcm_objectives), "19");
}

#[test]
fn the_real_pages_slips_are_flagged() {
    let Some(document) = document() else { return };
    let expected = [
        ("empty-label", "pledge"),
        ("empty-label", "pledge"),
        ("two-digit-year", "pledge"),
        ("heading-differs", "1"),
        ("commitment-without-items", "3"),
        ("heading-differs", "5"),
        ("heading-differs", "7"),
        ("broken-list", "1.1"),
        ("continuation-without-bullet", "1.2"),
        ("repeated-text", "6.7"),
        ("unbalanced-quote", "6.11"),
        ("joined-words", "6.11"),
    ];
    assert_eq!(codes(&read(&document)), expected);
}

#[test]
fn no_field_of_the_real_page_names_a_person() {
    let Some(document) = document() else { return };
    let persons = crate::sources::names::people_in(&document);
    let persons: Vec<_> = persons.iter().map(|range| document[range.clone()].to_lowercase()).collect();
    assert!(persons.len() > 2);
    let facts = serde_json::to_string(&read(&document)).unwrap().to_lowercase();
    for name in persons.iter().flat_map(|person| person.split(' ')) {
        assert!(!facts.contains(name), "{name}");
    }
}
