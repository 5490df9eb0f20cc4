//! The real page, read where `GCM_HUB_DOCUMENTS` names the folder of the documents.

use super::{at, offices, participants, read, values};
use crate::record::{OfficeKind, OrganisationRole, PhaseRecord, ProgrammeRecord, Reading};

fn page() -> Option<(Reading, ProgrammeRecord, PhaseRecord)> {
    let folder = std::path::PathBuf::from(std::env::var_os("GCM_HUB_DOCUMENTS")?);
    Some(read(&std::fs::read_to_string(folder.join("004_c4a3c76f1c26202d.txt")).unwrap()))
}

#[test]
fn its_programme_and_phase_are_read() {
    let Some((reading, programme, phase)) = page() else { return };
    assert_eq!(programme.title.value, "Mainstreaming Migration into National Development Strategies");
    let codes: Vec<_> = programme.countries.iter().map(|country| country.value.code.to_string()).collect();
    assert_eq!(codes.join(" "), "BGD ECU JAM KGZ MDA MAR SRB TUN");
    assert_eq!(participants(&programme, OrganisationRole::Participating), ["UNDP", "IOM"]);
    assert_eq!(participants(&programme, OrganisationRole::Funding), ["SDC"]);
    assert_eq!(programme.period.unwrap().value.start.unwrap().to_string(), "2011");
    assert_eq!(at(&programme.text.unwrap().at), [(3, 3), (5, 5), (7, 7)]);
    assert_eq!(phase.number.map(|number| (number.value, at(&number.at))), Some((2, vec![(9, 9)])));
    let outcomes: Vec<_> = phase.outcomes.iter().flat_map(|outcome| at(&outcome.at)).collect();
    assert_eq!(outcomes, (15..=19).map(|line| (line, line)).collect::<Vec<_>>());
    let figures: Vec<_> = values(&phase.figures).iter().map(|figure| figure.value).collect();
    assert_eq!(figures, [12.0, 56.0, 8.0]);
    assert!(reading.flags.is_empty() && reading.rejects.is_empty());
}

#[test]
fn its_filter_has_188_offices() {
    let Some((reading, _, _)) = page() else { return };
    let of = |kind| offices(&reading).into_iter().filter(|office| office.kind == kind).count();
    assert_eq!((of(OfficeKind::Country), of(OfficeKind::Region), of(OfficeKind::Functional)), (175, 6, 7));
    let kosovo = offices(&reading).into_iter().find(|office| office.name.value.contains("Kosovo")).unwrap();
    assert_eq!(
        (kosovo.country.unwrap().to_string().as_str(), at(&kosovo.name.at)),
        ("XKX", vec![(218, 218)])
    );
    let lines: Vec<u32> = offices(&reading).iter().map(|office| office.name.at[0].first).collect();
    assert_eq!(lines, (40..=227).collect::<Vec<_>>());
}
