//! What a genuine JWT says: whether it holds here and now, and of whom.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::OidcSettings;
use crate::access::gate::agency;
use crate::access::tokens::person;
use crate::access::{Denied, Principal, Role};

/// By how much the clocks of hub and provider may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// Where a person's name is looked for, the best first.
const NAME_CLAIMS: [&str; 3] = ["name", "preferred_username", "sub"];

/// The claims of a token whose signature is good.
pub(super) struct Claims(pub(super) Map<String, Value>);

impl Claims {
    /// Whether it is from the right issuer, for this hub and for `now`.
    pub(super) fn check(&self, settings: &OidcSettings, now: DateTime<Utc>) -> Result<(), Denied> {
        if self.text("iss") != Some(&settings.issuer) {
            return Err(Denied::Issuer { expected: settings.issuer.clone() });
        }
        let is_ours = |value: &Value| value.as_str() == Some(&settings.audience);
        let ours = match self.0.get("aud") {
            Some(Value::Array(all)) => all.iter().any(is_ours),
            Some(one) => is_ours(one),
            None => false,
        };
        if !ours {
            return Err(Denied::Audience { expected: settings.audience.clone() });
        }
        let ends = self.time("exp")?.ok_or(Denied::Time { claim: "exp" })?;
        if now >= ends + LEEWAY {
            return Err(Denied::Expired { at: ends });
        }
        match self.time("nbf")? {
            Some(from) if now + LEEWAY < from => Err(Denied::NotYetValid { from }),
            _ => Ok(()),
        }
    }

    /// Whose it is.
    pub(super) fn principal(&self, settings: &OidcSettings) -> Result<Principal, Denied> {
        let claimed = self.text(&settings.agency_claim).filter(|agency| !agency.trim().is_empty());
        let claimed = claimed
            .ok_or_else(|| Denied::Claim { claim: settings.agency_claim.clone(), expected: "the agency" })?;
        let name = NAME_CLAIMS.iter().find_map(|claim| person(self.text(claim)?));
        let name = name.ok_or_else(|| Denied::Claim {
            claim: NAME_CLAIMS[0].to_owned(),
            expected: "the name of a person or program",
        })?;
        Ok(Principal { agency: agency(claimed)?, name: name.to_owned(), roles: self.roles(settings) })
    }

    fn roles(&self, settings: &OidcSettings) -> BTreeSet<Role> {
        let words: Vec<&str> = match self.0.get(&settings.roles_claim) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => text.split_whitespace().collect(),
            _ => Vec::new(),
        };
        let ours = words.into_iter().filter_map(|word| word.strip_prefix(settings.role_prefix.as_str()));
        ours.filter_map(|word| word.parse().ok()).collect()
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str()
    }

    /// A claim in seconds since 1970, which may have a fraction; an error when it is there and says no time.
    fn time(&self, claim: &'static str) -> Result<Option<DateTime<Utc>>, Denied> {
        let Some(value) = self.0.get(claim).filter(|value| !value.is_null()) else { return Ok(None) };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "seconds out of range saturate, and are then no time"
        )]
        let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64));
        // Far enough from the ends of what chrono has for the leeway.
        let time = seconds.filter(|seconds| (0..=253_402_300_799).contains(seconds));
        let time = time.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        time.map(Some).ok_or(Denied::Time { claim })
    }
}
