//! The real leaflet, read where `GCM_HUB_DOCUMENTS` names the folder of the documents.

use super::{at, countries, read, values};
use crate::record::{PhaseRecord, ProgrammeRecord, Qualifier, Reading};

fn leaflet() -> Option<(Reading, ProgrammeRecord, PhaseRecord)> {
    let folder = std::path::PathBuf::from(std::env::var_os("GCM_HUB_DOCUMENTS")?);
    Some(read(&std::fs::read_to_string(folder.join("003_3f98c71878d54eaa.txt")).unwrap()))
}

#[test]
fn its_programme_is_read() {
    let Some((reading, programme, _)) = leaflet() else { return };
    assert_eq!(programme.title.value, "Making Migration Work for Sustainable Development");
    assert_eq!(at(&programme.title.at), [(16, 19), (107, 107)]);
    assert_eq!(programme.countries.len(), 11);
    let period = programme.period.unwrap().value;
    assert_eq!(
        period.start.zip(period.end).map(|(start, end)| format!("{start} {end}")).unwrap(),
        "2019-11 2023-10"
    );
    assert_eq!(programme.duration_months.unwrap().value, 48);
    let participants: Vec<_> =
        programme.participants.iter().map(|one| one.value.organisation.as_str()).collect();
    assert_eq!(participants, ["IOM", "UNDP", "SDC"]);
    assert_eq!(at(&programme.text.unwrap().at), [(16, 29)]);
    assert!(reading.flags.is_empty() && reading.rejects.is_empty());
}

#[test]
fn its_phase_is_read() {
    let Some((_, _, phase)) = leaflet() else { return };
    assert_eq!(countries(&phase), "BGD- NPL$ ECU$ PHL- JAM- SRB$ KGZ- SEN$ MDA- TUN$ MAR$ ");
    assert_eq!((phase.sectors.len(), at(&phase.sectors[3].at)), (4, vec![(83, 83)]));
    let outcomes: Vec<_> = phase.outcomes.iter().flat_map(|outcome| at(&outcome.at)).collect();
    assert_eq!(outcomes, [(57, 57), (61, 61), (65, 65)]);
    let figures = values(&phase.earlier_figures);
    let figures: Vec<_> = figures.iter().map(|figure| (figure.value, figure.qualifier)).collect();
    assert_eq!(figures, [(179.0, Qualifier::Exact), (5000.0, Qualifier::AtLeast), (13.0, Qualifier::Exact)]);
    assert!(phase.earlier_figures.iter().all(|figure| figure.value.scope.is_some()));
    assert_eq!(phase.continues.unwrap().value, "Mainstreaming Migration into Development Strategies");
    assert_eq!(values(&phase.donors), ["SDC"]);
    assert_eq!((phase.number, phase.figures.len()), (None, 0));
}
