//! What one programme record claims, field by field.

use super::evidence;
use super::join::Member;
use crate::graph::node::Claim;
use crate::graph::plain;

/// Every claim of a record; none is chosen yet. A field that the record does not state makes no claim.
pub(super) fn of(member: &Member<'_>) -> Vec<Claim> {
    let claims = plain::claims(member.body).into_iter().map(|stating| Claim {
        field: stating.field,
        value: stating.value,
        chosen: false,
        availability: stating.availability,
        record: member.place,
        evidence: evidence(member.edition, &stating.at),
    });
    claims.collect()
}
