//! Programmes: records joined into one entity, one claim chosen for each field.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Builder, Joined, claims, evidence, organisations, sourced, words_of};
use crate::graph::identity::{Likeness, Rarity, decide};
use crate::graph::node::{Claim, Criterion, EditionNode, Participation, Programme, RecordNode, Sourced};
use crate::graph::{Graph, Ix};
use crate::record::{
    Availability, Body, EntityKind, Id, Minted, Money, OrganisationRole, PartialDate, ProgrammeKind,
    ProgrammeRecord, Scope, SourceKind,
};
use crate::reference::CountryCode;

/// One record of a programme.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) place: Ix<RecordNode>,
    pub(super) edition: Ix<EditionNode>,
    pub(super) key: &'a str,
    pub(super) body: &'a ProgrammeRecord,
    minted: Minted,
    continued: Vec<String>,
    matched_by: Vec<Criterion>,
    speaks_for: (u8, Option<PartialDate>),
}

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>) -> Joined {
    let members = members(graph, builder);
    let mut joined = Joined::default();
    let mut slugs = HashSet::new();
    for group in join(members) {
        let mut programme = programme(graph, builder, &group);
        let wanted = programme.slug.clone();
        let mut number = 2;
        while !slugs.insert(programme.slug.clone()) {
            programme.slug = format!("{wanted}-{number}");
            number += 1;
        }
        let place = graph.programmes.push(programme);
        for member in group {
            graph.records[member.place].matched_by = member.matched_by;
            joined.programmes.insert((member.edition, member.key.to_owned()), place);
            joined.aliases.push((member.minted.id, member.minted.slug, place));
        }
    }
    joined
}

fn members<'a>(graph: &Graph, builder: &Builder<'a>) -> Vec<Member<'a>> {
    let mut continued: HashMap<(Ix<EditionNode>, &str), Vec<String>> = HashMap::new();
    for entry in &builder.entries {
        if let Body::Phase(phase) = &entry.record.body
            && let Some(title) = &phase.continues
        {
            continued.entry((entry.edition, &phase.programme)).or_default().push(title.value.clone());
        }
    }
    let mut members = Vec::new();
    for entry in &builder.entries {
        let (Body::Programme(body), Some(minted)) = (&entry.record.body, &entry.minted) else { continue };
        let edition = &graph.editions[entry.edition].edition;
        let kind = graph.source_of(entry.edition).info.kind;
        let start = body.period.as_ref().and_then(|period| period.value.start);
        members.push(Member {
            place: entry.place,
            edition: entry.edition,
            key: &entry.record.key,
            body,
            minted: minted.clone(),
            continued: continued.remove(&(entry.edition, entry.record.key.as_str())).unwrap_or_default(),
            matched_by: Vec::new(),
            speaks_for: (life(kind), edition.as_of.or(start)),
        });
    }
    members
}

/// A pipeline speaks for the time before funding, whatever its own date; the other kinds for their date, or for the
/// start of what they describe.
fn life(kind: SourceKind) -> u8 {
    u8::from(kind != SourceKind::PipelineBooklet)
}

/// Groups the records of one programme: each record joins the programme it is most like, if it is like one at all.
/// Two records of one edition are never one programme. Candidates come from shared countries and regions.
fn join(members: Vec<Member<'_>>) -> Vec<Vec<Member<'_>>> {
    let rarity = Rarity::of(members.iter().map(|member| member.body.terms.as_slice()));
    let mut groups: Vec<Vec<Member<'_>>> = Vec::new();
    let mut by_country: BTreeMap<CountryCode, Vec<usize>> = BTreeMap::new();
    let mut by_region: HashMap<String, Vec<usize>> = HashMap::new();
    for mut member in members {
        let mut candidates = BTreeSet::new();
        for country in &member.body.countries {
            candidates.extend(by_country.get(&country.value.code).into_iter().flatten().copied());
        }
        let region = member.body.region_label.as_ref().map(|label| label.value.to_lowercase());
        candidates.extend(region.iter().filter_map(|region| by_region.get(region)).flatten().copied());
        let mut best: Option<(usize, Likeness)> = None;
        for group in candidates {
            if groups[group].iter().any(|other| other.edition == member.edition) {
                continue;
            }
            let likeness = alike(&member, &groups[group], &rarity);
            if likeness.joins() && best.as_ref().is_none_or(|(_, best)| likeness.score > best.score) {
                best = Some((group, likeness));
            }
        }
        let group = match best {
            Some((group, likeness)) => {
                member.matched_by = likeness.criteria;
                group
            }
            None => {
                groups.push(Vec::new());
                groups.len() - 1
            }
        };
        for country in &member.body.countries {
            by_country.entry(country.value.code).or_default().push(group);
        }
        if let Some(region) = region {
            by_region.entry(region).or_default().push(group);
        }
        groups[group].push(member);
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.speaks_for.cmp(&b.speaks_for).then(a.place.cmp(&b.place)));
    }
    groups
}

/// The best likeness of a record to those of a group, with the evidence of both sides.
fn alike(member: &Member<'_>, group: &[Member<'_>], rarity: &Rarity) -> Likeness {
    let mut best: Option<Likeness> = None;
    for other in group {
        let mut continued = member.continued.clone();
        let mut likeness = decide(member.body, other.body, rarity, &continued);
        if !other.continued.is_empty() {
            continued.clone_from(&other.continued);
            let turned = decide(other.body, member.body, rarity, &continued);
            if turned.score > likeness.score {
                likeness = turned;
            }
        }
        for criterion in &mut likeness.criteria {
            criterion.evidence = criterion_evidence(criterion.name, member);
            criterion.evidence.extend(criterion_evidence(criterion.name, other));
        }
        if best.as_ref().is_none_or(|best| likeness.score > best.score) {
            best = Some(likeness);
        }
    }
    best.unwrap_or(Likeness { criteria: Vec::new(), score: f64::MIN })
}

fn criterion_evidence(name: &str, member: &Member<'_>) -> Vec<crate::graph::node::Evidence> {
    let body = member.body;
    let lines = match name {
        "title" | "continues" => body.title.at.clone(),
        "countries" => {
            let region = body.region_label.iter().flat_map(|label| label.at.iter().cloned());
            body.countries.iter().flat_map(|country| country.at.iter().cloned()).chain(region).collect()
        }
        "places" => body.places.iter().flat_map(|place| place.at.iter().cloned()).collect(),
        "subject" => body.text.iter().flat_map(|text| text.at.iter().cloned()).collect(),
        "thematicArea" => body.thematic_area.iter().flat_map(|area| area.at.iter().cloned()).collect(),
        "budget" => body.budget.iter().flat_map(|budget| budget.at.iter().cloned()).collect(),
        "durationMonths" => {
            body.duration_months.iter().flat_map(|months| months.at.iter().cloned()).collect()
        }
        "participation" => body.participants.iter().flat_map(|part| part.at.iter().cloned()).collect(),
        _ => Vec::new(),
    };
    let mut evidence = evidence(member.edition, &lines);
    evidence.sort();
    evidence.dedup();
    evidence
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
        places: places(group),
        partners: partners(group),
        stated: group.iter().map(stated).collect(),
        results: Vec::new(),
        phases: Vec::new(),
        records: group.iter().map(|member| member.place).collect(),
        discrepancies: Vec::new(),
        terms: group
            .iter()
            .flat_map(|m| m.body.terms.iter().cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        title,
        claims,
    }
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

fn places(group: &[Member<'_>]) -> Vec<String> {
    let all = group.iter().flat_map(|member| member.body.places.iter().map(|place| place.value.clone()));
    all.collect::<BTreeSet<_>>().into_iter().collect()
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
