//! Which records describe one programme: each joins the programme that it is most like, if it is like one at all.
//!
//! Two records of one edition are never one programme, and no record is compared with every other of its countries:
//! see [`Neighbours`]. What agencies decided on identity goes before both: see [`IdentityRules`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Builder, evidence};
use crate::graph::identity::{Compared, Neighbours, Rarity, Score, reasons, score};
use crate::graph::node::{Criterion, EditionNode, Evidence, RecordNode};
use crate::graph::{Graph, IdentityRules, Ix, Weighed};
use crate::record::{Body, Id, Minted, PartialDate, ProgrammeRecord, SourceKind, terms};
use crate::reference::CountryCode;

/// One record of a programme.
pub(super) struct Member<'a> {
    pub(super) place: Ix<RecordNode>,
    pub(super) edition: Ix<EditionNode>,
    pub(super) key: &'a str,
    pub(super) body: &'a ProgrammeRecord,
    pub(super) minted: Minted,
    /// Why it is in its group; empty for the group's first.
    pub(super) matched_by: Vec<Criterion>,
    continued: Vec<String>,
    speaks_for: (u8, Option<PartialDate>),
}

/// Every record of a programme, in the order in which they speak for identity.
pub(super) fn members<'a>(graph: &Graph, builder: &Builder<'a>) -> Vec<Member<'a>> {
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
            matched_by: Vec::new(),
            continued: continued.remove(&(entry.edition, entry.record.key.as_str())).unwrap_or_default(),
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

/// The records of each programme, with what was found of pairs of them.
pub(super) struct Groups<'a> {
    /// In each group the oldest first.
    pub(super) groups: Vec<Vec<Member<'a>>>,
    /// Of each record and its group's first, and of the pairs that the rules name, whichever group they are in.
    pub(super) weighed: BTreeMap<(Id, Id), Weighed>,
}

/// Groups the records of one programme.
pub(super) fn join<'a>(members: Vec<Member<'a>>, rules: &IdentityRules) -> Groups<'a> {
    let rarity = Rarity::of(members.iter().map(|member| member.body.terms.iter()));
    let mut groups: Vec<Vec<Joining<'_>>> = Vec::new();
    let mut earlier = Neighbours::default();
    // Records of the edition at hand, by group and place: they are no neighbours before the next edition.
    let mut of_this_edition: Vec<(usize, usize)> = Vec::new();
    let mut edition = None;
    for member in members {
        if edition.replace(member.edition) != Some(member.edition) {
            for (group, place) in of_this_edition.drain(..) {
                let joining = &groups[group][place];
                earlier.add(group, joining.blocks(), &joining.words);
            }
        }
        let mut joining = Joining::new(member, &rarity);
        let group = match joining.best(&groups, &earlier, &rarity, rules) {
            Some((group, other)) => {
                joining.member.matched_by = joining.explained(other, &rarity);
                group
            }
            None => {
                groups.push(Vec::new());
                groups.len() - 1
            }
        };
        of_this_edition.push((group, groups[group].len()));
        joining.by_evidence = group;
        groups[group].push(joining);
    }
    let groups = put_together(groups, rules, &rarity);
    let weighed = weighed(&groups, rules, &rarity);
    let mut groups: Vec<Vec<Member<'_>>> =
        groups.into_iter().map(|group| group.into_iter().map(|joining| joining.member).collect()).collect();
    for group in &mut groups {
        group.sort_by(|a, b| a.speaks_for.cmp(&b.speaks_for).then(a.place.cmp(&b.place)));
    }
    Groups { groups, weighed }
}

/// The reasons of the pairs that identity is told or decided of: of the two records themselves, so that they are the
/// same whether the pair is joined or not and through whichever third record.
fn weighed(
    groups: &[Vec<Joining<'_>>],
    rules: &IdentityRules,
    rarity: &Rarity,
) -> BTreeMap<(Id, Id), Weighed> {
    let all = || groups.iter().flatten();
    let by_id: HashMap<Id, &Joining<'_>> = all().map(|joining| (joining.member.minted.id, joining)).collect();
    let mut pairs: BTreeSet<(Id, Id)> = BTreeSet::new();
    for group in groups.iter().filter(|group| group.len() > 1) {
        let Some(first) = group.iter().min_by_key(|joining| joining.member.place) else { continue };
        let first = first.member.minted.id;
        let others = group.iter().map(|joining| joining.member.minted.id).filter(|id| *id != first);
        pairs.extend(others.map(|id| (id.min(first), id.max(first))));
    }
    pairs.extend(rules.together.iter().chain(&rules.apart).chain(&rules.open));
    let weigh = |(one, other): (Id, Id)| {
        let (a, b) = (*by_id.get(&one)?, *by_id.get(&other)?);
        let (earlier, later) = if a.member.place < b.member.place { (a, b) } else { (b, a) };
        let joined = earlier.by_evidence == later.by_evidence;
        Some(((one, other), Weighed { reasons: later.explained(earlier, rarity), joined }))
    };
    pairs.into_iter().filter_map(weigh).collect()
}

/// Joins the groups of which agencies say that they are one programme, unless they also say of two of their records
/// that they are two.
fn put_together<'a>(
    mut groups: Vec<Vec<Joining<'a>>>,
    rules: &IdentityRules,
    rarity: &Rarity,
) -> Vec<Vec<Joining<'a>>> {
    for (one, other) in &rules.together {
        let of = |id: &Id| {
            groups.iter().position(|group| group.iter().any(|joining| joining.member.minted.id == *id))
        };
        let (Some(one), Some(other)) = (of(one), of(other)) else { continue };
        let (first, second) = (one.min(other), one.max(other));
        if first == second
            || groups[second].iter().any(|joining| joining.is_apart_from(&groups[first], rules))
        {
            continue;
        }
        let mut joined = groups.remove(second);
        if let (Some(joining), Some(known)) = (joined.first_mut(), groups[first].first()) {
            let mut matched_by = joining.explained(known, rarity);
            matched_by.push(Criterion {
                name: "agencies",
                weight: 0.0,
                detail: "agencies say that they are one programme".to_owned(),
                evidence: Vec::new(),
            });
            joining.member.matched_by = matched_by;
        }
        groups[first].extend(joined);
    }
    groups
}

/// Where records are looked for.
#[derive(PartialEq, Eq, Hash)]
enum Block {
    Country(CountryCode),
    Region(String),
}

/// A record on its way into a group.
struct Joining<'a> {
    member: Member<'a>,
    compared: Compared<'a>,
    /// Its terms and those of the titles that it continues.
    words: Vec<u32>,
    /// The group that the evidence gives it, whatever agencies put together.
    by_evidence: usize,
}

impl<'a> Joining<'a> {
    fn new(member: Member<'a>, rarity: &Rarity) -> Self {
        let continued: Vec<String> = member.continued.iter().flat_map(|title| terms(title)).collect();
        let words = member.body.terms.iter().chain(continued.iter().map(String::as_str));
        Self {
            compared: Compared::new(member.body, &member.continued, rarity),
            words: rarity.numbers(words),
            by_evidence: 0,
            member,
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let countries = self.member.body.countries.iter().map(|country| Block::Country(country.value.code));
        let region = self.member.body.region_label.as_ref();
        countries.chain(region.map(|label| Block::Region(label.value.to_lowercase()))).collect()
    }

    /// The group that the record belongs to, with the record there that it is most like.
    fn best<'b>(
        &self,
        groups: &'b [Vec<Self>],
        earlier: &Neighbours<Block>,
        rarity: &Rarity,
        rules: &IdentityRules,
    ) -> Option<(usize, &'b Self)> {
        let fits = |group: usize| {
            let others = &groups[group];
            !self.is_apart_from(others, rules)
                && others.iter().all(|other| other.member.edition != self.member.edition)
                && others.iter().any(|other| self.compared.is_near(&other.compared))
        };
        let mut best: Option<(Score, usize, &Self)> = None;
        for group in earlier.of(&self.blocks(), &self.words, rarity, fits) {
            let mut nearest: Option<(Score, &Self)> = None;
            for other in &groups[group] {
                let score = self.score(other, rarity);
                if nearest.is_none_or(|(nearest, _)| score.sum > nearest.sum) {
                    nearest = Some((score, other));
                }
            }
            if let Some((score, other)) = nearest
                && score.joins()
                && best.is_none_or(|(best, ..)| score.sum > best.sum)
            {
                best = Some((score, group, other));
            }
        }
        best.map(|(_, group, other)| (group, other))
    }

    /// Whether agencies say that it is another programme than one of those.
    fn is_apart_from(&self, others: &[Self], rules: &IdentityRules) -> bool {
        let mine = self.member.minted.id;
        !rules.apart.is_empty()
            && others.iter().any(|other| {
                let theirs = other.member.minted.id;
                rules.apart.contains(&(mine.min(theirs), mine.max(theirs)))
            })
    }

    /// How alike two records are, whichever of them continues the other.
    fn score(&self, other: &Self, rarity: &Rarity) -> Score {
        let one = score(&self.compared, &other.compared, rarity);
        if !other.compared.continues() {
            return one;
        }
        let turned = score(&other.compared, &self.compared, rarity);
        if turned.sum > one.sum { turned } else { one }
    }

    /// Why two records are alike, with the lines of both.
    fn explained(&self, other: &Self, rarity: &Rarity) -> Vec<Criterion> {
        let (one, two) = (&self.compared, &other.compared);
        let turned = two.continues() && score(two, one, rarity).sum > score(one, two, rarity).sum;
        let mut criteria = if turned { reasons(two, one, rarity) } else { reasons(one, two, rarity) };
        for criterion in &mut criteria {
            criterion.evidence = criterion_evidence(criterion.name, &self.member);
            criterion.evidence.extend(criterion_evidence(criterion.name, &other.member));
        }
        criteria
    }
}

fn criterion_evidence(name: &str, member: &Member<'_>) -> Vec<Evidence> {
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
