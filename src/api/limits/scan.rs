//! The text of a document before it is parsed: how long it is, how many tokens it has, how deep its brackets nest.
//!
//! It tells tokens apart as the GraphQL specification's lexical grammar does, and leaves what is none to the parser.

use async_graphql::{Pos, ServerError};

use super::{Cost, Limits, Measure, NAME_BYTES, NESTING};

/// Counts bytes and tokens.
///
/// # Errors
/// `LIMIT_EXCEEDED` at the first token past a limit.
pub fn scan(text: &str, limits: &Limits) -> Result<Cost, Box<ServerError>> {
    let length = text.len() as u64;
    Measure::Bytes.check(limits.bytes, length, Pos { line: 1, column: 1 })?;
    let bytes = text.as_bytes();
    let (mut tokens, mut nesting, mut at) = (0, 0_u64, 0);
    while let Some(&byte) = bytes.get(at) {
        let end = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = end_of(bytes, at, |byte| !matches!(byte, b'\r' | b'\n'));
                continue;
            }
            b'"' => end_of_string(bytes, at),
            b'.' => end_of(bytes, at, |byte| byte == b'.'),
            b'-' | b'0'..=b'9' => end_of(bytes, at, |byte| is_word(byte) || byte == b'.'),
            byte if is_word(byte) => end_of(bytes, at, is_word),
            _ => at + 1,
        };
        tokens += 1;
        if tokens > limits.tokens {
            Measure::Tokens.check(limits.tokens, tokens, position(text, at))?;
        }
        if is_word(byte) && (end - at) as u64 > NAME_BYTES {
            Measure::Name.check(NAME_BYTES, (end - at) as u64, position(text, at))?;
        }
        match byte {
            b'{' | b'[' | b'(' => nesting += 1,
            b'}' | b']' | b')' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        if nesting > NESTING {
            Measure::Nesting.check(NESTING, nesting, position(text, at))?;
        }
        at = end;
    }
    Ok(Cost { bytes: length, tokens, ..Cost::default() })
}

/// Letters, digits, what joins them in numbers, and everything beyond ASCII, which is for the parser to judge.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || !byte.is_ascii()
}

fn end_of(bytes: &[u8], from: usize, inside: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !inside(*byte)).map_or(bytes.len(), |length| from + length)
}

/// Where a string or a block string ends that begins at a place: after its quotes, or where its line ends before them.
pub fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let block = bytes[from..].starts_with(b"\"\"\"");
    let quotes: &[u8] = if block { b"\"\"\"" } else { b"\"" };
    let mut at = from + quotes.len();
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(quotes) {
            return at + quotes.len();
        }
        at += match rest[0] {
            b'\\' if block && rest.starts_with(b"\\\"\"\"") => 4,
            b'\\' if !block => 2,
            // A string that is not closed on its line is the parser's to refuse; what follows is counted.
            b'\n' | b'\r' if !block => return at,
            _ => 1,
        };
    }
    bytes.len()
}

/// The line and column of a byte.
pub fn position(text: &str, at: usize) -> Pos {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Pos { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: u64) {
        let cost = scan(text, &Limits::default()).unwrap();
        assert_eq!((cost.tokens, cost.bytes), (expected, text.len() as u64), "{text}");
    }

    #[test]
    fn tokens_are_those_of_the_lexical_grammar() {
        check("", 0);
        check("{ hub { version } }", 6);
        check("\u{feff}query A($n: [Int!]! = [1,-2.5e+3]) # a comment { { {\n{...B @skip(if:true)}", 28);
        check(r#"{ a(b: "two \" words { {") }"#, 8);
        check("{ a(b: \"\"\"two \\\"\"\" words \" { {\"\"\") }", 8);
        check("{ a(b: \"not closed {\n }", 7);
    }

    #[test]
    fn the_scan_stops_at_the_token_that_is_too_many_and_says_where() {
        let limits = Limits { tokens: 5, ..Limits::default() };
        let error = scan("{ é\n  hub { version } }", &limits).unwrap_err();
        assert_eq!(error.locations, [Pos { line: 2, column: 17 }]);
        let extensions = error.extensions.unwrap();
        assert_eq!(extensions.get("actual"), Some(&6_u64.into()));
    }

    #[test]
    fn brackets_nest_as_deep_as_the_parser_bears() {
        let deep = |open: &str, close: &str, levels| {
            format!("{{ a(b: {}{}) }}", open.repeat(levels), close.repeat(levels))
        };
        let most = NESTING as usize - 2;
        for (open, close) in [("[", "]"), ("{c: ", "}")] {
            let fits = deep(open, close, most);
            assert!(scan(&fits, &Limits::default()).is_ok());
            // In a thread with the stack of a server's.
            let parse = move || async_graphql::parser::parse_query(&fits).map(|_| ());
            let _ = std::thread::Builder::new().stack_size(2 << 20).spawn(parse).unwrap().join().unwrap();
            let error = scan(&deep(open, close, most + 1), &Limits::default()).unwrap_err();
            assert_eq!(error.extensions.unwrap().get("measure"), Some(&"nesting".into()));
        }
    }

    #[test]
    fn a_name_that_is_too_long_is_refused_and_a_string_is_not() {
        let long = "a".repeat(257);
        let error = scan(&format!("{{ hub {{ {long} }} }}"), &Limits::default()).unwrap_err();
        assert_eq!(error.extensions.unwrap().get("measure"), Some(&"name".into()));
        assert_eq!(error.locations, [Pos { line: 1, column: 9 }]);
        assert!(scan(&format!("{{ a(b: \"{long}\") {{ {} }} }}", &long[1..]), &Limits::default()).is_ok());
    }

    #[test]
    fn a_document_that_is_too_long_is_not_looked_at() {
        let error = scan(&"{".repeat(11), &Limits { bytes: 10, ..Limits::default() }).unwrap_err();
        assert_eq!(error.extensions.unwrap().get("measure"), Some(&"bytes".into()));
    }
}
