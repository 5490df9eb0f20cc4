//! What a partner is, as far as its name, or the group it is printed under, says.

use crate::record::PartnerKind::{
    self, Academic, CivilSociety, Government, Intergovernmental, LocalGovernment, PrivateSector,
};
use crate::reference::{self, OrganisationKind};

/// A name that begins so is of that kind whatever else is in it ("Ministry of Local Government").
const BEGINNINGS: [(&str, PartnerKind); 13] = [
    ("ministry", Government),
    ("ministries", Government),
    ("department", Government),
    ("departments", Government),
    ("secretariat", Government),
    ("directorate", Government),
    ("general directorate", Government),
    ("governments at", Government),
    ("government ministries", Government),
    ("government agencies", Government),
    ("national government", Government),
    ("office of the mayor", LocalGovernment),
    ("offices of the mayors", LocalGovernment),
];

/// Words that say what a name is. A name with words of two kinds ("employers and trade unions") is of neither.
const WORDS: [(&str, PartnerKind); 55] = [
    ("university", Academic),
    ("universities", Academic),
    ("academia", Academic),
    ("academics", Academic),
    ("research institute", Academic),
    ("research institutes", Academic),
    ("policy institute", Academic),
    ("municipality", LocalGovernment),
    ("municipalities", LocalGovernment),
    ("municipal", LocalGovernment),
    ("local government", LocalGovernment),
    ("local governments", LocalGovernment),
    ("local authorities", LocalGovernment),
    ("provincial", LocalGovernment),
    ("district", LocalGovernment),
    ("city administration", LocalGovernment),
    ("mayors", LocalGovernment),
    ("civil society", CivilSociety),
    ("csos", CivilSociety),
    ("ngo", CivilSociety),
    ("ngos", CivilSociety),
    ("non governmental", CivilSociety),
    ("association", CivilSociety),
    ("associations", CivilSociety),
    ("union", CivilSociety),
    ("unions", CivilSociety),
    ("workers organizations", CivilSociety),
    ("workers and employer", CivilSociety),
    ("communities", CivilSociety),
    ("community", CivilSociety),
    ("community based", CivilSociety),
    ("women led", CivilSociety),
    ("religious", CivilSociety),
    ("pastoral", CivilSociety),
    ("foundation", CivilSociety),
    ("red cross", CivilSociety),
    ("red crescent", CivilSociety),
    ("women s network", CivilSociety),
    ("peace network", CivilSociety),
    ("for women network", CivilSociety),
    ("advocacy", CivilSociety),
    ("private sector", PrivateSector),
    ("employers", PrivateSector),
    ("employer s", PrivateSector),
    ("recruitment agencies", PrivateSector),
    ("recruiters", PrivateSector),
    ("companies", PrivateSector),
    ("bank", PrivateSector),
    ("banks", PrivateSector),
    ("chamber of commerce", PrivateSector),
    ("trade confederation", PrivateSector),
    ("intergovernmental", Intergovernmental),
    ("central and local authorities", Government),
    ("european union", Intergovernmental),
    ("african union", Intergovernmental),
];

/// Words that say so where none of the others does.
const WEAKER_WORDS: [(&str, PartnerKind); 32] = [
    ("statistics", Government),
    ("statistical", Government),
    ("police", Government),
    ("prosecutors", Government),
    ("attorney", Government),
    ("ombudsman", Government),
    ("human rights commission", Government),
    ("commission", Government),
    ("committee", Government),
    ("authority", Government),
    ("agency", Government),
    ("administration", Government),
    ("directorate", Government),
    ("institute", Government),
    ("immigration service", Government),
    ("immigration and nationality", Government),
    ("public institutions", Government),
    ("social security", Government),
    ("policy unit", Government),
    ("national council", Government),
    ("national board", Government),
    ("national centre", Government),
    ("national center", Government),
    ("national coordination", Government),
    ("national comprehensive", Government),
    ("national welfare", Government),
    ("national postal", Government),
    ("national disaster", Government),
    ("national house", Government),
    ("national office", Government),
    ("government", Government),
    ("governments", Government),
];

/// What is made of others is of their kind, where they have one ("Association of … Municipalities").
const UMBRELLAS: [&str; 6] =
    [" association of", " union of", " federation of", " league of", " consortium of", " network of"];

/// What the headings of groups say of those under them.
const GROUPS: [(&str, PartnerKind); 9] = [
    ("government", Government),
    ("governments", Government),
    ("local authorities", LocalGovernment),
    ("local government", LocalGovernment),
    ("local governments", LocalGovernment),
    ("civil society", CivilSociety),
    ("private sector", PrivateSector),
    ("academia", Academic),
    ("universities", Academic),
];

/// The kind of the partner of that name under that group; `None` where neither says.
pub(super) fn kind(name: &str, group: Option<&str>) -> Option<PartnerKind> {
    let words = words(name);
    let begins = BEGINNINGS
        .iter()
        .filter(|(beginning, _)| words.starts_with(&format!(" {beginning} ")))
        .max_by_key(|(beginning, _)| beginning.len());
    let grouped = group
        .map(self::words)
        .and_then(|group| GROUPS.iter().find(|(name, _)| group.trim() == *name))
        .map(|(_, kind)| *kind);
    if let Some((_, kind)) = begins {
        return Some(grouped.unwrap_or(*kind));
    }
    if let Some(kind) = listed(name) {
        return Some(kind);
    }
    let members = UMBRELLAS
        .iter()
        .find_map(|umbrella| words.strip_prefix(umbrella))
        .map(|members| only_kind(members, &WORDS));
    if let Some(Kinds::One(kind)) = members {
        return Some(kind);
    }
    match (only_kind(&words, &WORDS), grouped) {
        (Kinds::Several, _) => None,
        (Kinds::One(kind), _) => Some(kind),
        (Kinds::None, Some(grouped)) => Some(grouped),
        (Kinds::None, None) => match only_kind(&words, &WEAKER_WORDS) {
            Kinds::One(kind) => Some(kind),
            _ => None,
        },
    }
}

enum Kinds {
    None,
    One(PartnerKind),
    Several,
}

fn only_kind(words: &str, table: &[(&str, PartnerKind)]) -> Kinds {
    let mut found = Kinds::None;
    for (word, kind) in table {
        if words.contains(&format!(" {word} ")) {
            match found {
                Kinds::One(before) if before != *kind => return Kinds::Several,
                _ => found = Kinds::One(*kind),
            }
        }
    }
    found
}

/// The kind that the code list gives the organisation with which the name begins.
fn listed(name: &str) -> Option<PartnerKind> {
    let begins = || reference::organisations_in(name).into_iter().find(|mention| mention.range.start == 0);
    let organisation = reference::organisation(name).or_else(|| Some(begins()?.organisation))?;
    let (_, kind) = LISTED.iter().find(|(listed, _)| *listed == organisation.kind)?;
    Some(*kind)
}

const LISTED: [(OrganisationKind, PartnerKind); 7] = [
    (OrganisationKind::UnitedNations, Intergovernmental),
    (OrganisationKind::Intergovernmental, Intergovernmental),
    (OrganisationKind::DevelopmentBank, Intergovernmental),
    (OrganisationKind::Government, Government),
    (OrganisationKind::NonGovernmental, CivilSociety),
    (OrganisationKind::Private, PrivateSector),
    (OrganisationKind::Academic, Academic),
];

/// The words of a name in lower case, a space around each.
fn words(name: &str) -> String {
    let folded = deunicode::deunicode(name).to_lowercase();
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |line, word| line + word + " ")
}

/// Words that say that a name is a body's, whatever its kind.
const BODIES: [&str; 41] = [
    "ministry",
    "ministries",
    "department",
    "secretariat",
    "directorate",
    "commission",
    "committee",
    "agency",
    "agencies",
    "authority",
    "administration",
    "institute",
    "council",
    "office",
    "offices",
    "bureau",
    "board",
    "service",
    "center",
    "centre",
    "university",
    "municipality",
    "association",
    "associations",
    "union",
    "unions",
    "federation",
    "confederation",
    "network",
    "networks",
    "organization",
    "organizations",
    "organisation",
    "organisations",
    "society",
    "foundation",
    "forum",
    "csos",
    "ngos",
    "police",
    "bank",
];

/// Whether a text names a body: it has a word for one, or is an organisation's name or short form.
pub(super) fn names_a_body(name: &str) -> bool {
    let found = words(name);
    BODIES.iter().any(|body| found.contains(&format!(" {body} ")))
        || !reference::organisations_in(name).is_empty()
}
