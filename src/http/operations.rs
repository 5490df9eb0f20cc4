//! The saved operations of `schema/operations/`: GraphiQL's tabs and the explorer's list.

use std::sync::LazyLock;

use serde::Serialize;

use super::embedded::OPERATIONS;

/// A saved operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// Whose question it is: the comment that it begins with.
    pub about: String,
    /// The document, comment included.
    pub document: &'static str,
}

/// Every saved operation, by name.
#[must_use]
pub fn operations() -> &'static [Operation] {
    static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
        let read = |&(name, document)| Operation { name, about: about(document), document };
        OPERATIONS.iter().map(read).collect()
    });
    &ALL
}

fn about(document: &str) -> String {
    let lines = document.lines().map_while(|line| line.trim_start().strip_prefix('#'));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn the_comment_at_the_top_says_whose_question_it_is() {
        assert_eq!(
            about("# A donor:\n#\n#   what is new?\nquery A { a } # not this\n# nor this"),
            "A donor: what is new?"
        );
        assert_eq!(about("query A { a }"), "");
    }
}
