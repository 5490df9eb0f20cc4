//! The text of a document read: in one pass as most are written ([`swift`]), else by the engine's parser, which is helped
//! where it does not know the GraphQL specification ([`plain()`], [`compacted`]), and whose complaints are said in a line with the place, what was expected
//! there and the remedy ([`grammar`]).

mod grammar;
mod plain;
mod slip;
mod swift;
mod token;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::{Error, parse_query};
use async_graphql::{Pos, ServerError};

use super::limits::position;
use plain::plain;

/// Reads a document.
///
/// # Errors
/// When it is no GraphQL: the first place where it is not, what would be right there, and how to mend it.
pub fn read(text: &str) -> Result<ExecutableDocument, Box<ServerError>> {
    if let Some(document) = swift::read(text) {
        return Ok(document);
    }
    let text = plain(text);
    let error = match parse_query(&text) {
        Ok(document) => return Ok(document),
        Err(Error::Syntax { start, .. }) => start,
        Err(error) => return Err(Box::new(of_the_whole(&error))),
    };
    match grammar::check(&text) {
        Err(slip) => {
            let at = position(&text, slip.at);
            Err(said(at, &slip.said))
        }
        Ok(types) => parse_query(compacted(&text, &types))
            .map_err(|_| said(error, "the hub cannot read what stands here: write it otherwise")),
    }
}

fn said(at: Pos, what: &str) -> Box<ServerError> {
    let message = format!("line {}, column {}: {what}", at.line, at.column);
    Box::new(ServerError::new(message, Some(at)))
}

/// What is wrong with a document as a whole.
fn of_the_whole(error: &Error) -> ServerError {
    let message = match error {
        Error::MultipleOperations { .. } => {
            "an operation without a name stands beside another one: name each, and say in `operationName` which to run"
                .to_owned()
        }
        Error::OperationDuplicated { operation, .. } => {
            format!("the operation `{operation}` is defined twice: give one of them another name")
        }
        Error::FragmentDuplicated { fragment, .. } => {
            format!("the fragment `{fragment}` is defined twice: give one of them another name")
        }
        Error::MissingOperation => {
            "the document has fragments and no operation: add a query that spreads them, as in `{ ...F }`".to_owned()
        }
        Error::RecursionLimitExceeded => {
            "selections or values nest too deep to be read: ask for less at once".to_owned()
        }
        error => error.to_string(),
    };
    let mut said = ServerError::new(message, None);
    said.locations = error.positions().collect();
    said
}

/// A document without blanks and comments in the types of its variables, between whose signs the engine's parser bears
/// none. They stand after the type, so that everything else has its place.
fn compacted(text: &str, types: &[std::ops::Range<usize>]) -> String {
    let (mut compact, mut from) = (String::with_capacity(text.len()), 0);
    for ty in types {
        compact.push_str(&text[from..ty.start]);
        let (mut blanks, mut at) = (String::new(), ty.start);
        while at < ty.end {
            let token = token::next(text, at);
            blanks.push_str(&text[at..token.at]);
            compact.push_str(token.text);
            at = token.end();
        }
        compact.push_str(&blanks);
        from = ty.end;
    }
    compact.push_str(&text[from..]);
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = read(text).map_or_else(|error| error.message, |_| "no error".to_owned());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_is_wrong_is_said_in_a_line_with_its_place_and_the_remedy() {
        let braces = "close the `{` of line 1, column 1 with `}`";
        check(
            "{ hub { version }",
            &format!("line 1, column 18: expected a field or `}}`, found the end of the document: {braces}"),
        );
        check(
            "{\n  hub {\n    version )\n}",
            "line 3, column 13: expected a field or `}`, found `)`: close the `{` of line 2, column 7 with `}` before it",
        );
        check(
            "{ programmes(first: 1 { totalCount } }",
            "line 1, column 23: expected an argument or `)`, found `{`: close the `(` of line 1, column 13 with `)` before it",
        );
        check(
            "{ hub { version } } }",
            "line 1, column 21: expected a query or a fragment, found `}`: nothing is open that it could close: take it away",
        );
        check(
            "{ hub { } }",
            "line 1, column 9: expected a field, found `}`: select one, or leave the braces out",
        );
        check(
            "{ hub() { version } }",
            "line 1, column 7: expected an argument, found `)`: give one, or leave the parentheses out",
        );
        check(
            "query A",
            "line 1, column 8: expected `{`, found the end of the document: put what is asked for in braces, as in `query A { hub { version } }`",
        );
        check(
            "hub { version }",
            "line 1, column 1: expected a query, found `hub`: put braces around all that is asked for, as in `{ hub { version } }`",
        );
        for (text, nothing) in [("", "nothing"), (" ,\n", "nothing"), ("# a comment", "nothing but comments")]
        {
            let found = read(text).unwrap_err().message;
            let (_, said) = found.split_once(": ").unwrap();
            assert_eq!(
                said,
                format!(
                    "expected a query or a fragment, found {nothing}: write a query, such as `{{ hub {{ version }} }}`"
                )
            );
        }
        check(
            "type A { b: Int }",
            "line 1, column 1: expected a query, found `type`: a definition of a schema cannot be asked; that of the hub is at `/schema.graphql`",
        );
    }

    #[test]
    fn text_without_its_quotes_is_told_of_them() {
        let quotes = "write text in straight double quotes: `\"text\"`";
        for quote in ["'", "“", "«", "`"] {
            check(
                &format!("{{ programme(slug: {quote}a{quote}) {{ slug }} }}"),
                &format!("line 1, column 19: expected a value, found `{quote}`: {quotes}"),
            );
        }
        let also = "also dates and words with a hyphen; numbers are like `12` and `-1.5`";
        check(
            "{ a(b: tjk-families) }",
            &format!("line 1, column 11: expected an argument or `)`, found `-families`: {quotes}, {also}"),
        );
        check(
            "{ a(b: 2023-01-01) }",
            &format!("line 1, column 8: expected a value, found `2023-01-01`: {quotes}, {also}"),
        );
        check(
            "{ a(b: South Sudan) }",
            "line 1, column 19: expected `:`, found `)`: `Sudan` is an argument without a value, or text, which stands in double quotes",
        );
        check(
            "{ a(b: \"not closed) }\n}",
            "line 1, column 8: expected `\"` at the end of the string that begins here, found the end of its line: close it there, or write `\"\"\"` on both sides of text of several lines",
        );
        check(
            "{ a(b: \"\"\"not\nclosed) }",
            "line 1, column 8: expected `\"\"\"` at the end of the text that begins here, found the end of the document: close it with `\"\"\"`",
        );
        check(
            "{ é a(b: \"\\d\") }",
            "line 1, column 3: expected a field or `}`, found `é`: take it away, or, if it is text, put that in double quotes",
        );
        check(
            "{ a(b: \"\\d\\uD83D\") }",
            "line 1, column 8: expected a string, found `\"\\d\\uD83D\"` with a backslash before what none belongs before: double the backslash, or write the character itself",
        );
        check(
            "{ \"hub\" { version } }",
            "line 1, column 3: expected a field or `}`, found `\"hub\"`: names have no quotes: take them away",
        );
    }

    #[test]
    fn signs_in_the_wrong_place_are_told_of_the_right_ones() {
        check(
            "query(a: Int) { b }",
            "line 1, column 7: expected a variable or `)`, found `a`: names of variables begin with `$`: `$a`",
        );
        check(
            "query($a Int) { b }",
            "line 1, column 10: expected `:`, found `Int`: say its type after `:`, as in `$first: Int`",
        );
        check(
            "query($a: Int = $b) { b }",
            "line 1, column 17: expected a value, found `$`: a default cannot be another variable",
        );
        check(
            "query($a: [Int) { b }",
            "line 1, column 15: expected `]`, found `)`: close the `[` of line 1, column 11 with `]` before it",
        );
        check("{ a(b = 1) }", "line 1, column 7: expected `:`, found `=`: write `:` in place of `=`");
        check(
            "{ a(b: ) }",
            "line 1, column 8: expected a value, found `)`: give one, or leave out what it is for",
        );
        check(
            "{ a(b: [1) }",
            "line 1, column 10: expected a value or `]`, found `)`: close the `[` of line 1, column 8 with `]` before it",
        );
        check(
            "{ a: { b } }",
            "line 1, column 6: expected the name of a field, found `{`: what stands before `:` is another name for a field: leave the `:` out, or name the field after it",
        );
        check(
            "{ a.b }",
            "line 1, column 4: expected a field or `}`, found `.b`: what is below a field stands in braces after it, as in `hub { version }`",
        );
        check(
            "{ ... }",
            "line 1, column 7: expected the name of a fragment, `on` or `{`, found `}`: write `...F`, or `... on Programme { title }`",
        );
        check(
            "fragment F { a }",
            "line 1, column 12: expected `on`, found `{`: say what it is of, as in `fragment F on Programme { title }`",
        );
        check(
            "{ a } // b",
            "line 1, column 7: expected a query or a fragment, found `/`: comments begin with `#`",
        );
        check(
            "{ a \u{0} }",
            "line 1, column 5: expected a field or `}`, found `\\u{0}`: take it away, or, if it is text, put that in double quotes",
        );
        check(
            "{ a ! }",
            "line 1, column 5: expected a field or `}`, found `!`: take it away, or write before it what is missing",
        );
    }

    #[test]
    fn what_is_wrong_with_the_whole_of_a_document_is_told_with_its_remedy() {
        let message = |text: &str| read(text).unwrap_err().message;
        assert!(message("{ a } query A { a }").contains("name each"));
        assert!(message("query A { a } query A { a }").contains("`A` is defined twice"));
        assert!(
            message("{ a } fragment F on A { a } fragment F on A { a }").contains("`F` is defined twice")
        );
        assert!(message("fragment F on A { a }").contains("add a query"));
        assert!(message(&format!("{}a{}", "{ a ".repeat(90), "}".repeat(90))).contains("ask for less"));
    }

    #[test]
    fn commas_may_trail_and_types_may_have_blanks() {
        check("{ a(b: [1, 2,], c: {d: 1,},), e, }", "no error");
        let spaced = read("query($a: [ Int # one\n ! ] !, $b: Int) { c }").unwrap();
        let (_, operation) = spaced.operations.iter().next().unwrap();
        let [a, b] = operation.node.variable_definitions.as_slice() else { panic!() };
        assert_eq!(a.node.var_type.node.to_string(), "[Int!]!");
        assert_eq!((b.pos.line, b.node.name.node.as_str()), (2, "b"));
        // What is wrong beside it has its own place.
        check(
            "query($a: [ Int ]) { c",
            "line 1, column 23: expected a field or `}`, found the end of the document: close the `{` of line 1, column 20 with `}`",
        );
    }
}
