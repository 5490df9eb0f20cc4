//! The root of mutations: what those who hold a token may change.

mod links;
mod sources;

use async_graphql::{MergedObject, SimpleObject};

/// What agencies and operators can say. Each mutation wants a bearer token with a role; what its input gets wrong is in
/// `userErrors`, and nothing has changed then.
#[derive(MergedObject, Default)]
pub struct Mutation(links::LinkMutations, sources::SourceMutations);

/// What an input gets wrong.
#[derive(SimpleObject)]
pub struct UserError {
    /// What is wrong and what would be right, for people.
    pub message: String,
    /// A stable name for this sort of error: `NOT_AN_ID`, `UNKNOWN_AGENCY`, `UNKNOWN_NODE`, `NOT_LINKABLE`,
    /// `LINKED_WITH_ITSELF`, `TYPE_DOES_NOT_FIT`, `LINK_EXISTS`, `ALREADY_ONE`, `UNKNOWN_LINK`, `DECIDED_LATER`,
    /// `UNKNOWN_DECISION`, `OTHER_AGENCY`, `ALREADY_WITHDRAWN`, `IS_WITHDRAWAL`, `BAD_TEXT` or
    /// `CLIENT_MUTATION_ID_REUSED`; of sources `UNKNOWN_SOURCE`, `NOT_A_SHA256` or `NOT_HELD`.
    pub code: &'static str,
    /// The field of the input that it is about; null for the input as a whole.
    pub field: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::sources::{NOT_A_SHA256, NOT_HELD, UNKNOWN_SOURCE};

    /// Words in capitals between two marks.
    fn codes(text: &str, mark: char) -> BTreeSet<&str> {
        let is_code = |word: &&str| {
            word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        };
        text.split(mark).filter(is_code).collect()
    }

    #[test]
    fn the_description_of_a_code_lists_those_there_are() {
        let source = include_str!("../../curation/desk/refused.rs");
        let (_, body) = source.split_once("fn code(").unwrap();
        let mut given = codes(body.split_once("fn field(").unwrap().0, '"');
        assert!(given.remove("NOT_WRITTEN"), "which is an error of the request");
        given.extend(["NOT_AN_ID", UNKNOWN_SOURCE, NOT_A_SHA256, NOT_HELD]);
        let sdl = crate::api::sdl();
        let (_, fields) = sdl.split_once("type UserError {").unwrap();
        assert_eq!(codes(fields.split_once("code: String!").unwrap().0, '`'), given);
    }
}
