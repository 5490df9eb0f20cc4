//! Fields of pledges, commitments and progress items.

use super::{Fields, Stating, value};
use crate::record::{CommitmentRecord, Mention, MentionKind, PledgeRecord, ProgressItemRecord};

pub(super) fn pledge(body: &PledgeRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.one("title", Some(&body.title), String::clone);
    fields.one("organisation", Some(&body.organisation), String::clone);
    fields.one("lastUpdated", body.last_updated.as_ref(), ToString::to_string);
    fields.0
}

pub(super) fn commitment(body: &CommitmentRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.add("pledge", body.pledge.as_str(), &[]);
    fields.one("number", Some(&body.number), String::clone);
    fields.prose("text", Some(&body.text));
    fields.set("gcmObjectives", &body.gcm_objectives, " ", ToString::to_string);
    fields.0
}

pub(super) fn item(body: &ProgressItemRecord) -> Vec<Stating> {
    let mut fields = Fields::default();
    fields.add("commitment", body.commitment.as_str(), &[]);
    fields.add("position", body.position.to_string(), &[]);
    fields.prose("text", Some(&body.text));
    fields.set("countries", &body.countries, " ", ToString::to_string);
    fields.set("planned", &body.planned, " ", ToString::to_string);
    fields.list("regions", &body.regions, String::clone);
    fields.list("places", &body.places, String::clone);
    fields.set("organisations", &body.organisations, "; ", String::clone);
    fields.list("mentions", &body.mentions, mention);
    fields.list("figures", &body.figures, value::figure);
    fields.set("gcmObjectives", &body.gcm_objectives, " ", ToString::to_string);
    fields.list("urls", &body.urls, String::clone);
    fields.0
}

fn mention(mention: &Mention) -> String {
    let kind = match mention.kind {
        MentionKind::Programme => "PROGRAMME",
        MentionKind::Project => "PROJECT",
        MentionKind::Publication => "PUBLICATION",
        MentionKind::Activity => "ACTIVITY",
    };
    format!("{kind} {}", mention.name)
}
