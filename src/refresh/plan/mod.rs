//! The configuration of sources, checked and complete: which sources there are, and how each is asked for.

mod error;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use super::settings::{RefreshSettings, SourceSettings};
use crate::document::MediaType;
use crate::fetch::Url;
use crate::record::{Sha256, SourceInfo};
use crate::sources::{SlugTaken, Source, Sources};
pub use error::PlanError;

/// How the sources are asked for.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Why no publisher is asked at all, for people; `None` when they are.
    pub silent: Option<String>,
    /// The share of the records in service that an edition may lack without being held.
    pub most_removed: f64,
    sources: BTreeMap<String, SourcePlan>,
}

/// How one source is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourcePlan {
    /// Where the document is, in the order in which the addresses are tried; empty when no address is known.
    pub addresses: Vec<Url>,
    /// How it is read whatever its publisher says; `None` when the publisher is believed.
    pub media_type: Option<MediaType>,
    /// The time between two checks.
    pub schedule: Duration,
    /// Up to so much is added to it.
    pub jitter: Duration,
    /// Whether it is asked for.
    pub enabled: bool,
}

/// A schedule below this is a mistake that would trouble a publisher.
const SHORTEST: Duration = Duration::from_mins(1);

impl SourcePlan {
    /// Known again by: another plan is to be tried at once, whatever was planned before.
    #[must_use]
    pub fn digest(&self) -> Sha256 {
        let Self { addresses, media_type, schedule, .. } = self;
        Sha256::of(format!("{addresses:?} {media_type:?} {schedule:?}").as_bytes())
    }
}

impl Plan {
    /// The sources that the configuration makes, and how they are asked for. `contact` is how publishers reach the
    /// operator: without it none is asked.
    ///
    /// # Errors
    /// When a table is not right.
    pub fn new(
        refresh: &RefreshSettings,
        tables: &[SourceSettings],
        contact: Option<&str>,
    ) -> Result<(Sources, Self), PlanError> {
        let mut sources = Sources::default();
        let usual = |addresses: Vec<Url>| SourcePlan {
            addresses,
            media_type: None,
            schedule: refresh.schedule,
            jitter: refresh.jitter,
            enabled: true,
        };
        let own = sources.iter().map(|source| (source.slug().to_owned(), usual(own_address(source))));
        let mut plans: BTreeMap<String, SourcePlan> = own.collect();
        let mut seen = Vec::new();
        for table in tables {
            if seen.contains(&&table.slug) {
                return Err(PlanError::Twice(table.slug.clone()));
            }
            seen.push(&table.slug);
            let plan = match plans.remove(&table.slug) {
                Some(plan) if table.describes_itself() => {
                    let _ = plan;
                    return Err(PlanError::Fixed(table.slug.clone()));
                }
                Some(plan) => plan,
                None => {
                    add(&mut sources, table)?;
                    usual(Vec::new())
                }
            };
            plans.insert(table.slug.clone(), table.over(plan)?);
        }
        if refresh.schedule < SHORTEST {
            return Err(PlanError::TooOften("the section [refresh]".to_owned()));
        }
        if let Some((slug, _)) = plans.iter().find(|(_, plan)| plan.schedule < SHORTEST) {
            return Err(PlanError::TooOften(format!("`{slug}` in [[sources]]")));
        }
        let silent = silence(refresh, contact);
        Ok((sources, Self { silent, most_removed: refresh.most_removed, sources: plans }))
    }

    /// How a source is asked for.
    #[must_use]
    pub fn of(&self, slug: &str) -> Option<&SourcePlan> {
        self.sources.get(slug)
    }

    /// Why a source is not asked for, for people; `None` when it is.
    #[must_use]
    pub fn unasked(&self, slug: &str) -> Option<String> {
        if let Some(silent) = &self.silent {
            return Some(silent.clone());
        }
        match self.of(slug) {
            Some(plan) if plan.addresses.is_empty() => Some(format!(
                "no address is configured for it: give `{slug}` one under [[sources]], or ingest its documents"
            )),
            Some(plan) if !plan.enabled => Some("it is not `enabled` in the configuration".to_owned()),
            Some(_) => None,
            None => Some("it is not in the configuration".to_owned()),
        }
    }
}

impl Default for Plan {
    /// Nobody is asked.
    fn default() -> Self {
        let refresh = RefreshSettings::default();
        Self { silent: silence(&refresh, None), most_removed: refresh.most_removed, sources: BTreeMap::new() }
    }
}

fn silence(refresh: &RefreshSettings, contact: Option<&str>) -> Option<String> {
    if refresh.offline {
        return Some("the hub is offline: it asks no publisher".to_owned());
    }
    contact.is_none_or(|contact| contact.trim().is_empty()).then(|| {
        "publishers are asked only by a hub that says whose it is: give an address at which they reach you as \
         `--contact`, GCM_HUB_CONTACT or `contact` under [fetch]"
            .to_owned()
    })
}

fn own_address(source: &Source) -> Vec<Url> {
    source.address.and_then(|address| address.parse().ok()).into_iter().collect()
}

/// An address as people may see it: what stands behind it may be a key.
fn page(address: &Url) -> Url {
    let mut page = address.clone();
    page.set_query(None);
    page.set_fragment(None);
    page
}

fn add(sources: &mut Sources, table: &SourceSettings) -> Result<(), PlanError> {
    let slug = table.slug.clone();
    let characters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.is_empty() || slug.len() > 60 || !slug.chars().all(characters) {
        return Err(PlanError::Slug(slug));
    }
    let own = || sources.iter().map(Source::slug).collect::<Vec<_>>().join(", ");
    let needs = |key| PlanError::Needs { slug: slug.clone(), key, own: own() };
    let kind = table.kind.ok_or_else(|| needs("kind"))?;
    let publisher = table.publisher.clone().ok_or_else(|| needs("publisher"))?;
    let homepage = table.homepage.clone().or_else(|| table.addresses.as_ref()?.first().map(page));
    let info = SourceInfo {
        slug: Cow::Owned(slug.clone()),
        title: Cow::Owned(table.title.clone().unwrap_or_else(|| slug.clone())),
        publisher: Cow::Owned(publisher),
        kind,
        homepage: homepage.map(|address| Cow::Owned(address.to_string())),
    };
    sources.add(info).map_err(|SlugTaken { slug }| PlanError::Twice(slug))
}

impl SourceSettings {
    /// Whether it says what only a further source says.
    fn describes_itself(&self) -> bool {
        self.kind.is_some() || self.title.is_some() || self.publisher.is_some() || self.homepage.is_some()
    }

    /// The plan with what this table changes.
    fn over(&self, plan: SourcePlan) -> Result<SourcePlan, PlanError> {
        let slug = || self.slug.clone();
        for address in self.addresses.iter().flatten() {
            if !matches!(address.scheme(), "http" | "https") {
                return Err(PlanError::Address { slug: slug(), address: address.clone() });
            }
        }
        let shown = self.addresses.iter().flatten().chain(&self.homepage);
        if shown.into_iter().any(|address| !address.username().is_empty() || address.password().is_some()) {
            return Err(PlanError::Secret(slug()));
        }
        if self.homepage.as_ref().is_some_and(|page| !matches!(page.scheme(), "http" | "https")) {
            return Err(PlanError::Homepage(slug()));
        }
        if self.addresses.as_ref().is_some_and(Vec::is_empty) {
            return Err(PlanError::NoAddress(slug()));
        }
        let media_type = self.media_type.as_ref().map(|name| {
            let known = || MediaType::ALL.map(MediaType::as_str).join(", ");
            let unknown = || PlanError::MediaType { slug: slug(), media_type: name.clone(), known: known() };
            MediaType::from_name(name).ok_or_else(unknown)
        });
        Ok(SourcePlan {
            addresses: self.addresses.clone().unwrap_or(plan.addresses),
            media_type: media_type.transpose()?,
            schedule: self.schedule.unwrap_or(plan.schedule),
            jitter: self.jitter.unwrap_or(plan.jitter),
            enabled: self.enabled,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::record::SourceKind;

    #[derive(Deserialize)]
    struct Tables {
        sources: Vec<SourceSettings>,
    }

    fn planned(toml: &str) -> Result<(Sources, Plan), PlanError> {
        let Tables { sources } = toml::from_str(toml).unwrap();
        Plan::new(&RefreshSettings::default(), &sources, Some("ops@example.org"))
    }

    fn refused(toml: &str, says: &str) {
        let error = planned(toml).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }

    #[test]
    fn a_further_source_of_a_kind_is_asked_for_as_its_table_says() {
        let (sources, plan) = planned(
            "[[sources]]\nslug = \"iom-pledge\"\nkind = \"pledge-page\"\npublisher = \"IOM\"\nschedule = \"1day\"\n\
             addresses = [\"https://example.org/pledge\", \"https://example.com/copy\"]",
        )
        .unwrap();
        let source = sources.find("iom-pledge").unwrap();
        assert_eq!((source.info.kind, &*source.info.title), (SourceKind::PledgePage, "iom-pledge"));
        assert_eq!(source.info.homepage.as_deref(), Some("https://example.org/pledge"));
        let of = plan.of("iom-pledge").unwrap();
        assert_eq!((of.addresses.len(), of.schedule), (2, Duration::from_hours(24)));
        assert_eq!(plan.unasked("iom-pledge"), None);
    }

    #[test]
    fn the_hubs_own_sources_are_asked_for_where_they_are_published_unless_a_table_says_otherwise() {
        let (_, plan) = planned(
            "[[sources]]\nslug = \"undp-pledge\"\nenabled = false\n[[sources]]\nslug = \"mptf-pipeline\"\n\
             addresses = [\"https://example.org/booklet.pdf\"]\nmedia_type = \"text/plain\"",
        )
        .unwrap();
        assert_eq!(plan.unasked("iom-mainstreaming"), None);
        assert_eq!(plan.unasked("mptf-pipeline"), None);
        assert!(plan.unasked("undp-pledge").unwrap().contains("enabled"));
        assert!(plan.unasked("mptf-in-action").unwrap().contains("no address"));
        assert_eq!(plan.of("mptf-pipeline").unwrap().media_type, Some(MediaType::Plain));
    }

    #[test]
    fn nobody_is_asked_by_a_hub_that_is_offline_or_does_not_say_whose_it_is() {
        let (_, anonymous) = Plan::new(&RefreshSettings::default(), &[], None).unwrap();
        assert!(anonymous.unasked("undp-pledge").unwrap().contains("`contact`"));
        let offline = RefreshSettings { offline: true, ..RefreshSettings::default() };
        let (_, offline) = Plan::new(&offline, &[], Some("ops@example.org")).unwrap();
        assert!(offline.unasked("undp-pledge").unwrap().contains("offline"));
    }

    #[test]
    fn what_is_not_right_is_refused_with_what_to_do() {
        refused("[[sources]]\nslug = \"new\"", "needs `kind`");
        refused("[[sources]]\nslug = \"new\"\nkind = \"pledge-page\"", "needs `publisher`");
        refused("[[sources]]\nslug = \"A b\"\nkind = \"pledge-page\"\npublisher = \"IOM\"", "no slug");
        refused("[[sources]]\nslug = \"undp-pledge\"\nkind = \"pledge-page\"", "another slug");
        refused("[[sources]]\nslug = \"undp-pledge\"\n[[sources]]\nslug = \"undp-pledge\"", "two tables");
        refused("[[sources]]\nslug = \"undp-pledge\"\naddresses = [\"file:///etc/passwd\"]", "https://");
        refused("[[sources]]\nslug = \"undp-pledge\"\nmedia_type = \"image/png\"", "it reads text/plain");
        refused("[[sources]]\nslug = \"undp-pledge\"\nschedule = \"1s\"", "once a minute");
        refused("[[sources]]\nslug = \"undp-pledge\"\naddresses = []", "empty list");
        refused(
            "[[sources]]\nslug = \"undp-pledge\"\naddresses = [\"https://me:word@example.org\"]",
            "password",
        );
        let further = "[[sources]]\nslug = \"new\"\nkind = \"pledge-page\"\npublisher = \"IOM\"\n";
        refused(&format!("{further}homepage = \"javascript:alert(1)\""), "no web page");
        let (sources, _) =
            planned(&format!("{further}addresses = [\"https://example.org/a?key=1#b\"]")).unwrap();
        let homepage = sources.find("new").unwrap().info.homepage.clone();
        assert_eq!(homepage.as_deref(), Some("https://example.org/a"));
        let kinds = toml::from_str::<Tables>("[[sources]]\nslug = \"x\"\nkind = \"book\"").err().unwrap();
        assert!(kinds.to_string().contains("`pledge-page`"), "{kinds}");
    }
}
