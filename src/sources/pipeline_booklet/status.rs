//! Wordings of a sheet's status and what they mean.

use crate::record::Stage;

/// Every wording that the booklet is known to use, in lower case, without punctuation and articles. The longer first.
const WORDINGS: [(&str, Stage); 3] = [
    ("concept note approved by steering committee for pipeline", Stage::ConceptNoteApproved),
    ("concept note approved by steering committee", Stage::ConceptNoteApproved),
    ("joint programme document solicited", Stage::DocumentSolicited),
];

/// What a status means: the furthest of the stages that it names. `None` when anything in it is not known.
pub(super) fn stage(printed: &str) -> Option<Stage> {
    let words = printed.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> =
        words.filter(|word| !word.is_empty() && word != "the" && word != "and").collect();
    let words = words.join(" ");
    let mut rest = words.as_str();
    let mut stage = None;
    while !rest.is_empty() {
        let (left, named) = WORDINGS.iter().find_map(|(wording, named)| {
            let left = rest.strip_prefix(wording)?;
            (left.is_empty() || left.starts_with(' ')).then_some((left, *named))
        })?;
        rest = left.trim_start();
        stage = stage.max(Some(named));
    }
    stage
}

/// Whether a text is a status and nothing else.
pub(super) fn is_known(printed: &str) -> bool {
    printed.len() < 300 && stage(printed).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_furthest_stage_counts_and_an_unknown_word_makes_it_unknown() {
        let approved = "Concept note approved by Steering Committee";
        assert_eq!(stage(approved), Some(Stage::ConceptNoteApproved));
        assert_eq!(stage(&format!("{approved} for Pipeline")), Some(Stage::ConceptNoteApproved));
        assert_eq!(
            stage(&format!("{approved};\nJoint programme document solicited")),
            Some(Stage::DocumentSolicited)
        );
        assert_eq!(stage(&format!("{approved}; on hold")), None);
        assert_eq!(stage(""), None);
    }
}
