//! Fields of programmes, phases, results and offices.

use super::{Fields, Stating, lines_of, value};
use crate::record::{
    Availability, Fingerprint, Lines, OfficeKind, OfficeRecord, OrganisationRole, Participant,
    ParticipatingCountry, PhaseRecord, PrintedCountry, ProgrammeKind, ProgrammeRecord, ResultRecord, Stated,
};

/// Every field that a programme's claims can be of.
pub const CLAIM_FIELDS: [&str; 13] = [
    "budget",
    "countries",
    "durationMonths",
    "gcmObjectives",
    "otherTitles",
    "participation",
    "partners",
    "period",
    "regionLabel",
    "stage",
    "stageAsPrinted",
    "thematicArea",
    "title",
];

/// What a programme's record claims: a field can have several values, such as one for each other title. A field that
/// the record does not state makes no claim.
pub fn claims(body: &ProgrammeRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.one("title", Some(&body.title), String::clone);
    for alias in &body.aliases {
        fields.one("otherTitles", Some(alias), String::clone);
    }
    fields.one("regionLabel", body.region_label.as_ref(), String::clone);
    if !body.countries.is_empty() {
        let mut codes: Vec<&str> = body.countries.iter().map(|country| country.value.code.as_str()).collect();
        codes.sort_unstable();
        fields.add("countries", codes.join(" "), &lines_of(&body.countries));
    }
    fields.one("thematicArea", body.thematic_area.as_ref(), ToString::to_string);
    if !body.gcm_objectives.is_empty() {
        let numbers: Vec<_> =
            body.gcm_objectives.iter().map(|objective| objective.value.to_string()).collect();
        let (value, at) = (numbers.join(" "), lines_of(&body.gcm_objectives));
        let availability = Availability::MentionedInProse;
        fields.0.push(Stating { field: "gcmObjectives", value, availability, at });
    }
    fields.one("budget", body.budget.as_ref(), value::money);
    fields.one("durationMonths", body.duration_months.as_ref(), ToString::to_string);
    fields.one("period", body.period.as_ref(), value::interval);
    if let Some(status) = &body.status {
        if let Some(stage) = status.value.stage {
            fields.add("stage", value::stage_name(stage), &status.at);
        }
        if let Some(printed) = &status.value.printed {
            fields.add("stageAsPrinted", printed.as_str(), &status.at);
        }
    }
    for availability in [Availability::Stated, Availability::MentionedInProse] {
        let parts: Vec<&Stated<Participant>> =
            body.participants.iter().filter(|part| part.value.availability == availability).collect();
        if !parts.is_empty() {
            let mut names: Vec<&str> = parts.iter().map(|part| part.value.organisation.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            let mut at: Vec<Lines> = parts.iter().flat_map(|part| part.at.iter().cloned()).collect();
            at.sort();
            at.dedup();
            fields.0.push(Stating { field: "participation", value: names.join("; "), availability, at });
        }
    }
    fields.list("partners", &body.partners, |partner| partner.name.clone());
    fields.0
}

/// The claims with several values of a field as one, and what else the record says.
pub(super) fn programme(body: &ProgrammeRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    for claim in claims(body) {
        // Its part that only running text names is marked, since it can become a stated one.
        let is_marked = claim.field == "participation" && claim.availability != Availability::Stated;
        let value =
            if is_marked { claim.value.replace("; ", MENTIONED_NEXT) + MENTIONED } else { claim.value };
        match fields.0.iter_mut().find(|known| known.field == claim.field) {
            Some(known) => {
                known.value = format!("{}; {value}", known.value);
                known.at.extend(claim.at);
            }
            None => fields.0.push(Stating { value, ..claim }),
        }
    }
    let kind = match body.kind {
        ProgrammeKind::Joint => "JOINT",
        ProgrammeKind::Global => "GLOBAL",
    };
    fields.add("kind", kind, &body.title.at);
    fields.list("countriesAsPrinted", &body.countries, |country| country.printed.clone());
    fields.list("places", &body.places, String::clone);
    if let Some(period) = &body.period
        && let Some(months) = period.value.months
    {
        fields.add("periodMonths", months.to_string(), &period.at);
    }
    let donors: Vec<Stated<Participant>> = body
        .participants
        .iter()
        .filter(|part| part.value.role == OrganisationRole::Funding)
        .cloned()
        .collect();
    fields.set("donors", &donors, "; ", |part| part.organisation.clone());
    let mut groups: Vec<&str> =
        body.partners.iter().filter_map(|partner| partner.value.group.as_deref()).collect();
    groups.dedup();
    if !groups.is_empty() {
        fields.add("partnerGroups", groups.join("; "), &lines_of(&body.partners));
    }
    fields.prose("text", body.text.as_ref());
    fields.0
}

const MENTIONED: &str = " (MENTIONED_IN_PROSE)";
const MENTIONED_NEXT: &str = " (MENTIONED_IN_PROSE); ";

pub(super) fn phase(body: &PhaseRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.add("programme", body.programme.as_str(), &[]);
    fields.one("number", body.number.as_ref(), ToString::to_string);
    fields.one("title", Some(&body.title), String::clone);
    fields.one("period", body.period.as_ref(), value::interval);
    if let Some(period) = &body.period
        && let Some(months) = period.value.months
    {
        fields.add("periodMonths", months.to_string(), &period.at);
    }
    fields.set("donors", &body.donors, "; ", String::clone);
    fields.list("participations", &body.countries, participation);
    fields.list("prioritySectors", &body.sectors, String::clone);
    if !body.outcomes.is_empty() {
        let prints: Vec<String> =
            body.outcomes.iter().map(|outcome| outcome.fingerprint.to_string()).collect();
        let at: Vec<Lines> = body.outcomes.iter().flat_map(|outcome| outcome.at.iter().cloned()).collect();
        // One digest for all of them, as of any other text.
        fields.add("outcomes", Fingerprint::of(&prints.join(" ")).to_string(), &at);
    }
    fields.list("figures", &body.figures, value::figure);
    fields.list("earlierFigures", &body.earlier_figures, value::figure);
    fields.one("continues", body.continues.as_ref(), String::clone);
    fields.prose("text", body.text.as_ref());
    fields.0
}

fn participation(part: &ParticipatingCountry) -> String {
    let PrintedCountry { code, printed } = &part.country;
    let support = match part.financial_support {
        Some(true) => ", with financial support",
        Some(false) => ", without financial support",
        None => "",
    };
    format!("{code} ({printed}{support})")
}

pub(super) fn result(body: &ResultRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    if let Some(programme) = &body.programme {
        fields.add("programme", programme.as_str(), &[]);
    }
    fields.one("figure", Some(&body.figure), value::figure);
    fields.set("countries", &body.countries, " ", |country| country.code.to_string());
    fields.list("countriesAsPrinted", &body.countries, |country| country.printed.clone());
    fields.one("theme", body.theme.as_ref(), String::clone);
    fields.prose("text", Some(&body.text));
    fields.0
}

pub(super) fn office(body: &OfficeRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.add("organisation", body.organisation.as_str(), &[]);
    fields.one("name", Some(&body.name), String::clone);
    let kind = match body.kind {
        OfficeKind::Country => "COUNTRY",
        OfficeKind::Region => "REGION",
        OfficeKind::Functional => "FUNCTIONAL",
    };
    fields.add("kind", kind, &body.name.at);
    if let Some(code) = body.country {
        fields.add("country", code.to_string(), &body.name.at);
    }
    fields.0
}
