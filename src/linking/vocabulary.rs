//! The words that say what a text is about: without the names of places and of the UN's own bodies, which have
//! criteria of their own, and in one language.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::record::terms;
use crate::reference::{self, OrganisationKind};

/// The subject of a text from its stems (see [`terms`]), sorted, each once.
pub(super) fn subject<'a, T: AsRef<str> + ?Sized + 'a>(
    stems: impl IntoIterator<Item = &'a T>,
) -> Vec<&'a str> {
    let mut subject = Vec::new();
    for stem in stems.into_iter().map(AsRef::as_ref) {
        match SYNONYMS.get(stem) {
            Some(others) => subject.extend(others.iter().map(String::as_str)),
            None if NAMES.contains(stem) => {}
            None => subject.push(stem),
        }
    }
    subject.sort_unstable();
    subject.dedup();
    subject
}

/// Stems of the names of countries, of their people, and of UN bodies.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut names = HashSet::new();
    for country in reference::countries() {
        let printed = std::iter::once(country.name).chain(country.aliases.iter().copied());
        for name in printed.chain(country.demonyms.iter().copied()) {
            names.extend(terms(name));
        }
    }
    let united_nations =
        reference::organisations().iter().filter(|body| body.kind == OrganisationKind::UnitedNations);
    names.extend(united_nations.flat_map(|body| terms(body.acronym)));
    for word in ALSO_WORDS {
        for stem in terms(word) {
            names.remove(&stem);
        }
    }
    names
});

/// Parts of names that are words of the field when they stand elsewhere.
const ALSO_WORDS: [&str; 13] = [
    "women",
    "refugees",
    "development",
    "population",
    "capital",
    "migration",
    "security",
    "republic",
    "democratic",
    "united",
    "state",
    "people",
    "habitat",
];

/// For the stem of a word, the stems of what the field's English says for it.
static SYNONYMS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut synonyms = HashMap::new();
    for (words, english) in GLOSSARY {
        for word in words.split(' ') {
            for stem in terms(word) {
                synonyms.insert(stem, terms(english));
            }
        }
    }
    synonyms
});

/// Words of the field in Spanish and French, since projects are cited by their own names, and English words that are
/// written in two ways; with what English says for them. A word with nothing says nothing.
const GLOSSARY: [(&str, &str); 58] = [
    ("socioeconomic socioeconómica socioeconómico socioéconomique", "socio economic"),
    ("económica económico économique", "economic"),
    ("integración intégration integrar", "integration"),
    ("reintegration reintegración réintégration", "reintegration integration"),
    ("returnees retornados retornadas", "return returnee"),
    ("retorno retour", "return"),
    ("inclusión", "inclusion"),
    ("cohesión cohésion", "cohesion"),
    ("protección", "protection"),
    ("migración migraciones", "migration"),
    ("migrantes migrante", "migrant"),
    ("refugiados refugiadas refugiada réfugiés", "refugee"),
    ("desplazados déplacés", "displaced"),
    ("diáspora diásporas", "diaspora"),
    ("remesas", "remittances"),
    ("movilidad mobilité", "mobility"),
    ("humana humano humanos humain", "human"),
    ("derechos droits", "rights"),
    ("gobierno gobiernos gouvernement gouvernements", "government"),
    ("locales locaux collectivités", "local"),
    ("nacional nacionales nationale nationaux", "national"),
    ("regional régionale", "regional"),
    ("autoridades autorités", "authorities"),
    ("comunidad comunidades communauté communautés", "community"),
    ("población poblaciones", "people"),
    ("acogida accueil", "host"),
    ("jóvenes juventud jeunes", "youth"),
    ("mujer mujeres femmes", "women"),
    ("niños niñas niñez enfants", "children"),
    ("familias familles", "families"),
    ("género genre", "gender"),
    ("violencia", "violence"),
    ("trata traite", "trafficking"),
    ("fronteras frontera frontières", "border"),
    ("empleo emploi", "employment"),
    ("trabajo travail", "work"),
    ("trabajadores travailleurs", "workers"),
    ("medios vida subsistencia", "livelihoods"),
    ("formación", "training"),
    ("educación éducation", "education"),
    ("salud santé", "health"),
    ("servicios", "services"),
    ("fortalecimiento fortalecer renforcement renforcer", "strengthening"),
    ("capacidades capacidad capacités", "capacity"),
    ("desarrollo développement", "development"),
    ("sostenible durable", "sustainable"),
    ("gobernanza gouvernance", "governance"),
    ("políticas política politiques", "policy"),
    ("datos données", "data"),
    ("estrategia stratégie", "strategy"),
    ("apoyo appui soutien", "support"),
    ("cambio climático climatique", "climate change"),
    ("resiliencia résilience", "resilience"),
    ("ciudades ciudad villes", "city"),
    ("innovación", "innovation"),
    ("con para enfoque avec pour dans with", ""),
    ("programme program joint project", ""),
    ("organisation organisations", "organization"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(subject(&terms(text)), expected, "{text}");
    }

    #[test]
    fn places_and_united_nations_bodies_say_nothing_of_the_subject() {
        check("UNDP and IOM help Moldovan farmers in the Republic of Moldova", &["farmer", "help", "republ"]);
    }

    #[test]
    fn a_project_cited_by_its_spanish_name_speaks_of_the_same_subject() {
        let spanish = terms("Integración socioeconómica de refugiados por gobiernos locales");
        let english = terms("Socio-economic integration of refugees by local governments");
        let mut expected = subject(&english);
        expected.push("por");
        expected.sort_unstable();
        assert_eq!(subject(&spanish), expected);
    }
}
