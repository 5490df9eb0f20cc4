//! Programmes: records joined into one entity, one claim chosen for each field.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::join::{Groups, Member, join, members};
use super::{Builder, Joined, claims, evidence, organisations, sourced, words_of};
use crate::graph::node::{Claim, Participation, Programme, RecordNode, Sourced};
use crate::graph::{Graph, Ix};
use crate::record::{
    Availability, EntityKind, Id, Money, OrganisationRole, ProgrammeKind, ProgrammeRecord, Scope, Terms,
};
use crate::reference::CountryCode;

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>) -> Joined {
    let members = members(graph, builder);
    let mut joined = Joined::default();
    let mut slugs = HashSet::new();
    // Of each slug that came twice, the number that is tried next: all below are taken.
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let Groups { groups, weighed } = join(members, &builder.identity);
    graph.identity = weighed;
    let mut programmes = Vec::with_capacity(groups.len());
    for group in groups {
        let mut programme = programme(graph, builder, &group);
        if !slugs.insert(programme.slug.clone()) {
            let number = numbers.entry(programme.slug.clone()).or_insert(2);
            programme.slug = numbered(&programme.slug, number, &mut slugs);
        }
        programmes.push((programme, group));
    }
    // The order of lists unless another is asked for: places in it need no sorting.
    programmes.sort_by(|(one, _), (other, _)| one.slug.cmp(&other.slug));
    for (programme, group) in programmes {
        let place = graph.programmes.push(programme);
        for member in group {
            graph.records[member.place].matched_by = member.matched_by;
            joined.programmes.insert((member.edition, member.key.to_owned()), place);
            joined.aliases.push((member.minted.id, member.minted.slug, place));
        }
    }
    joined
}

/// The slug with the first number, from `number` on, that makes it one of its own.
fn numbered(slug: &str, number: &mut u32, slugs: &mut HashSet<String>) -> String {
    loop {
        let numbered = format!("{slug}-{number}");
        *number += 1;
        if slugs.insert(numbered.clone()) {
            return numbered;
        }
    }
}

fn programme(graph: &mut Graph, builder: &Builder<'_>, group: &[Member<'_>]) -> Programme {
    let newest_first = || group.iter().rev();
    let body_with =
        |has: fn(&ProgrammeRecord) -> bool| newest_first().map(|member| member.body).find(|body| has(body));
    let mut claims: Vec<Claim> = newest_first().flat_map(claims::of).collect();
    choose(&mut claims);
    let newest = group.last().map(|member| member.body);
    let title = newest.map(|body| body.title.value.clone()).unwrap_or_default();
    let mut other_titles = Vec::new();
    for member in newest_first() {
        let names = std::iter::once(&member.body.title).chain(&member.body.aliases);
        for name in names.map(|name| name.value.clone()) {
            if name != title && !other_titles.contains(&name) {
                other_titles.push(name);
            }
        }
    }
    let countries = body_with(|body| !body.countries.is_empty());
    let mut countries: Vec<CountryCode> = countries
        .into_iter()
        .flat_map(|body| body.countries.iter().map(|country| country.value.code))
        .collect();
    countries.sort_unstable();
    countries.dedup();
    let region_label =
        body_with(|body| body.region_label.is_some()).and_then(|body| body.region_label.clone());
    let kind = newest.map_or(ProgrammeKind::Joint, |body| body.kind);
    let scope = match (kind, &region_label, countries.len()) {
        (ProgrammeKind::Global, ..) => Scope::Global,
        (_, Some(_), _) => Scope::Regional,
        (_, None, 0 | 1) => Scope::Country,
        _ => Scope::MultiCountry,
    };
    let with_text = newest_first().find_map(|member| {
        let prose = member.body.text.as_ref()?;
        words_of(graph.editions[member.edition].text.as_ref(), prose)
    });
    let synopsis = newest_first().find_map(|member| builder.words(member.body.text.as_ref()?));
    let (participation, participation_known) = participation(graph, group);
    let first = group.first();
    let minted = group.iter().min_by_key(|member| member.place).map(|member| member.minted.clone());
    let slug = newest_first().find_map(|member| member.minted.slug.clone());
    Programme {
        id: minted.map_or_else(|| Id::mint(EntityKind::Programme, &title, 0), |minted| minted.id),
        slug: slug.or_else(|| first.map(|member| member.key.to_owned())).unwrap_or_default(),
        kind,
        other_titles,
        synopsis,
        text: with_text,
        scope,
        region_label: region_label.map(|label| label.value),
        countries,
        thematic_area: body_with(|body| body.thematic_area.is_some())
            .and_then(|body| body.thematic_area.as_ref())
            .map(|area| area.value),
        gcm_objectives: gcm_objectives(group),
        budget: body_with(|body| body.budget.is_some())
            .and_then(|body| body.budget.as_ref())
            .map(|budget| budget.value.clone()),
        duration_months: body_with(|body| body.duration_months.is_some())
            .and_then(|body| body.duration_months.as_ref())
            .map(|months| months.value),
        period: body_with(|body| body.period.is_some())
            .and_then(|body| body.period.as_ref())
            .map(|period| period.value),
        stage: newest_first().find_map(|member| member.body.status.as_ref()?.value.stage),
        stage_as_printed: chosen(&claims, "stageAsPrinted"),
        participation,
        participation_known,
        partners: partners(group),
        stated: group.iter().map(stated).collect(),
        results: Vec::new(),
        phases: Vec::new(),
        records: group.iter().map(|member| member.place).collect(),
        discrepancies: Vec::new(),
        terms: terms(group),
        title,
        claims,
    }
}

/// The terms of all records, sorted, each once.
fn terms(group: &[Member<'_>]) -> Terms {
    let mut terms: Vec<&str> = group.iter().flat_map(|member| member.body.terms.iter()).collect();
    terms.sort_unstable();
    terms.dedup();
    terms.into_iter().collect()
}

/// Fields whose claims add up instead of one being chosen.
const ADDED_UP: [&str; 3] = ["gcmObjectives", "otherTitles", "participation"];

/// Claims come newest first: the first of each field is the one that is shown.
fn choose(claims: &mut [Claim]) {
    let mut seen = HashSet::new();
    for claim in claims {
        claim.chosen = seen.insert(claim.field) || ADDED_UP.contains(&claim.field);
    }
}

fn chosen(claims: &[Claim], field: &str) -> Option<String> {
    claims.iter().find(|claim| claim.field == field && claim.chosen).map(|claim| claim.value.clone())
}

fn stated(member: &Member<'_>) -> (Ix<RecordNode>, Option<Money>, Option<u32>) {
    let budget = member.body.budget.as_ref().map(|budget| budget.value.clone());
    (member.place, budget, member.body.duration_months.as_ref().map(|months| months.value))
}

fn gcm_objectives(group: &[Member<'_>]) -> Vec<Sourced<u8>> {
    let mut objectives: BTreeMap<u8, Sourced<u8>> = BTreeMap::new();
    for member in group {
        for stated in &member.body.gcm_objectives {
            let of_this = sourced(member.edition, stated);
            let entry = objectives.entry(stated.value);
            entry.and_modify(|known| known.evidence.extend(of_this.evidence.clone())).or_insert(of_this);
        }
    }
    objectives.into_values().collect()
}

fn partners(group: &[Member<'_>]) -> Vec<Sourced<crate::record::PartnerName>> {
    let newest = group.iter().rev().find(|member| !member.body.partners.is_empty());
    newest.map_or_else(Vec::new, |member| {
        member.body.partners.iter().map(|partner| sourced(member.edition, partner)).collect()
    })
}

/// The organisations of all records. What the programme's oldest record does not state and a later source does is
/// from another source.
fn participation(graph: &mut Graph, group: &[Member<'_>]) -> (Vec<Participation>, Availability) {
    let mut parts: Vec<Participation> = Vec::new();
    for (number, member) in group.iter().enumerate() {
        for part in &member.body.participants {
            let organisation = organisations::named(graph, &part.value.organisation);
            let availability = match part.value.availability {
                Availability::Stated if number > 0 => Availability::FromOtherSource,
                stated => stated,
            };
            let at = evidence(member.edition, &part.at);
            let same = |known: &&mut Participation| {
                known.organisation == organisation && known.role == part.value.role
            };
            if let Some(known) = parts.iter_mut().find(same) {
                known.evidence.extend(at);
                known.availability = better(known.availability, availability);
            } else {
                parts.push(Participation { organisation, role: part.value.role, availability, evidence: at });
            }
        }
    }
    let role = |part: &Participation| organisations::ROLES.iter().position(|role| *role == part.role);
    parts.sort_by_cached_key(|part| (role(part), graph.organisations[part.organisation].acronym.clone()));
    let taking_part = parts.iter().filter(|part| part.role == OrganisationRole::Participating);
    let united_nations = taking_part.filter(|part| {
        graph.organisations[part.organisation].kind == Some(crate::reference::OrganisationKind::UnitedNations)
    });
    let known =
        united_nations.map(|part| part.availability).reduce(better).unwrap_or(Availability::NotStated);
    (parts, known)
}

/// The surer of two ways of knowing.
fn better(one: Availability, other: Availability) -> Availability {
    let rank = |availability| match availability {
        Availability::Stated => 0,
        Availability::FromOtherSource => 1,
        Availability::MentionedInProse => 2,
        Availability::NotStated => 3,
    };
    if rank(one) <= rank(other) { one } else { other }
}
