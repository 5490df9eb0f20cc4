//! What one programme record claims, field by field, in a plain and comparable form.

use super::evidence;
use super::join::Member;
use crate::graph::node::Claim;
use crate::record::{Availability, Lines, Money, Participant, Period, Stated};

/// Every field that a programme's claims can be of.
pub const FIELDS: [&str; 13] = [
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

/// Every claim of a record; none is chosen yet. A field that the record does not state makes no claim.
pub(super) fn of(member: &Member<'_>) -> Vec<Claim> {
    let body = member.body;
    let mut claims = Vec::new();
    let mut claim = |field, value: String, availability, at: &[Lines]| {
        let evidence = evidence(member.edition, at);
        claims.push(Claim { field, value, chosen: false, availability, record: member.place, evidence });
    };
    let stated = Availability::Stated;
    claim("title", body.title.value.clone(), stated, &body.title.at);
    for alias in &body.aliases {
        claim("otherTitles", alias.value.clone(), stated, &alias.at);
    }
    if let Some(label) = &body.region_label {
        claim("regionLabel", label.value.clone(), stated, &label.at);
    }
    if !body.countries.is_empty() {
        let mut codes: Vec<&str> = body.countries.iter().map(|country| country.value.code.as_str()).collect();
        codes.sort_unstable();
        claim("countries", codes.join(" "), stated, &all_lines(&body.countries));
    }
    if let Some(area) = &body.thematic_area {
        claim("thematicArea", area.value.to_string(), stated, &area.at);
    }
    if !body.gcm_objectives.is_empty() {
        let numbers: Vec<_> =
            body.gcm_objectives.iter().map(|objective| objective.value.to_string()).collect();
        claim(
            "gcmObjectives",
            numbers.join(" "),
            Availability::MentionedInProse,
            &all_lines(&body.gcm_objectives),
        );
    }
    if let Some(budget) = &body.budget {
        claim("budget", money(&budget.value), stated, &budget.at);
    }
    if let Some(months) = &body.duration_months {
        claim("durationMonths", months.value.to_string(), stated, &months.at);
    }
    if let Some(period) = &body.period {
        claim("period", interval(&period.value), stated, &period.at);
    }
    if let Some(status) = &body.status {
        if let Some(stage) = status.value.stage {
            claim("stage", stage_name(stage).to_owned(), stated, &status.at);
        }
        if let Some(printed) = &status.value.printed {
            claim("stageAsPrinted", printed.clone(), stated, &status.at);
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
            claim("participation", names.join("; "), availability, &at);
        }
    }
    if !body.partners.is_empty() {
        let names: Vec<_> = body.partners.iter().map(|partner| partner.value.name.as_str()).collect();
        claim("partners", names.join("; "), stated, &all_lines(&body.partners));
    }
    claims
}

fn all_lines<T>(values: &[Stated<T>]) -> Vec<Lines> {
    let mut lines: Vec<Lines> = values.iter().flat_map(|value| value.at.iter().cloned()).collect();
    lines.sort();
    lines.dedup();
    lines
}

/// `1700000 USD`.
pub(super) fn money(money: &Money) -> String {
    format!("{} {}", money.amount, money.currency)
}

/// An ISO 8601 interval, `2019-11/2023-10`; `..` for an open end.
fn interval(period: &Period) -> String {
    let date = |date: Option<crate::record::PartialDate>| {
        date.map_or_else(|| "..".to_owned(), |date| date.to_string())
    };
    format!("{}/{}", date(period.start), date(period.end))
}

/// The stage as the GraphQL enum spells it.
pub(super) fn stage_name(stage: crate::record::Stage) -> &'static str {
    use crate::record::Stage;
    match stage {
        Stage::ConceptNoteApproved => "CONCEPT_NOTE_APPROVED",
        Stage::DocumentSolicited => "DOCUMENT_SOLICITED",
        Stage::Funded => "FUNDED",
        Stage::Completed => "COMPLETED",
    }
}
