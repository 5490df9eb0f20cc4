//! The saved operations of `schema/operations/`: GraphiQL's tabs, the explorer's list, what is at `/api`.

use std::sync::LazyLock;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::embedded::OPERATIONS;
use crate::export::Question;

/// A saved operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// Whose question it is: the comment that it begins with.
    pub about: String,
    /// The document, comment included.
    pub document: &'static str,
    /// SHA-256 of the document, in hexadecimal digits: what it is asked for by, see `graphql/documents.rs`.
    pub sha256: String,
}

/// Every saved operation, by name.
#[must_use]
pub fn operations() -> &'static [Operation] {
    static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
        let read = |&(name, document)| {
            let sha256 = Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect();
            Operation { name, about: about(document), document, sha256 }
        };
        OPERATIONS.iter().map(read).collect()
    });
    &ALL
}

/// What can be asked at `/api`: every saved operation that is a query.
pub(super) fn questions() -> &'static [Question] {
    static ALL: LazyLock<Vec<Question>> = LazyLock::new(|| {
        let read = |operation: &Operation| {
            let read = Question::read(operation.name, &operation.about, operation.document);
            read.inspect_err(|error| tracing::warn!(%error, "not offered at /api")).ok()
        };
        operations().iter().filter_map(read).collect()
    });
    &ALL
}

fn about(document: &str) -> String {
    let lines = document.lines().map_while(|line| line.trim_start().strip_prefix('#'));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{about, operations, questions};

    #[test]
    fn the_comment_at_the_top_says_whose_question_it_is() {
        assert_eq!(
            about("# A donor:\n#\n#   what is new?\nquery A { a } # not this\n# nor this"),
            "A donor: what is new?"
        );
        assert_eq!(about("query A { a }"), "");
    }

    #[test]
    fn every_saved_operation_can_be_asked_by_name_and_its_columns_differ() {
        assert_eq!(questions().len(), operations().len());
        for question in questions() {
            for table in &question.tables {
                let mut names: Vec<_> = table.columns.iter().map(|column| &column.name).collect();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), table.columns.len(), "{} {}", question.name, table.name);
            }
        }
    }
}
