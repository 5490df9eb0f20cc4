//! Themes of the field: what programmes and pledges on migration are about.
//!
//! The themes follow the objectives of the Global Compact, the Migration MPTF's thematic areas and what pledges commit
//! to; the words of each are those of their titles and of the field's usual English. The choice is ours (confidence:
//! medium); words that every report uses in other senses ("an enabling environment", "lessons learned", "human
//! mobility") are not in it. A theme is an aid for comparing texts: no source states one, and none is shown as a source's value.

/// A theme of the field.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// What people call it.
    pub name: &'static str,
    /// Words that speak of it: each in one form, other forms are for the reader to know by their stem.
    pub words: &'static [&'static str],
}

/// All themes, each word in one theme or a few.
#[must_use]
pub fn themes() -> &'static [Theme] {
    &THEMES
}

const fn theme(name: &'static str, words: &'static [&'static str]) -> Theme {
    Theme { name, words }
}

static THEMES: [Theme; 25] = [
    theme("data and evidence", &["data", "statistics", "census", "evidence", "indicators"]),
    theme(
        "migration in policy and planning",
        &["policy", "planning", "mainstreaming", "coherence", "strategy"],
    ),
    theme("local government", &["local", "municipality", "city", "mayors", "provincial", "district"]),
    theme("diaspora", &["diaspora", "expatriates"]),
    theme("remittances and finance", &["remittances", "financial", "financing", "bank", "voucher"]),
    theme(
        "recruitment and labour migration",
        &["recruitment", "labour", "seasonal", "overseas", "employers"],
    ),
    theme("jobs and skills", &["employment", "skills", "vocational", "jobs", "qualifications", "reskilling"]),
    theme(
        "business and entrepreneurship",
        &["entrepreneurship", "business", "enterprises", "markets", "investment"],
    ),
    theme("socio-economic integration", &["inclusion", "socio", "livelihoods"]),
    theme("social cohesion", &["cohesion", "xenophobia", "discrimination", "coexistence", "narratives"]),
    theme(
        "return and reintegration",
        &["return", "reintegration", "returnees", "repatriated", "readmission"],
    ),
    theme("trafficking and smuggling", &["trafficking", "smuggling", "traffickers", "smugglers"]),
    theme("borders and security", &["border", "crime", "police", "security"]),
    theme("women and gender", &["gender", "women", "girls"]),
    theme("violence and abuse", &["violence", "abuse", "exploitation", "survivors"]),
    theme("children and youth", &["children", "child", "youth", "young"]),
    theme("education", &["education", "school", "teachers"]),
    theme("health", &["health", "healthcare", "epidemic", "mental"]),
    theme("climate and environment", &["climate", "disaster", "degradation", "drought"]),
    theme("refugees and displacement", &["refugees", "displacement", "displaced", "asylum"]),
    theme("protection and vulnerability", &["protection", "vulnerable", "vulnerabilities"]),
    theme("families and communities of origin", &["families", "abandoned", "behind", "origin"]),
    theme(
        "regular status and documents",
        &["regularization", "undocumented", "documentation", "registry", "visa"],
    ),
    theme("regular pathways", &["pathways", "regular"]),
    theme("recovery and resilience", &["recovery", "resilience", "resilient", "pandemic", "COVID"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_a_name_of_its_own_and_words() {
        let mut names: Vec<_> = themes().iter().map(|theme| theme.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), themes().len());
        assert!(themes().iter().all(|theme| theme.words.len() >= 2));
    }
}
