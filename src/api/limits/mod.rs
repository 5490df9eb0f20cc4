//! What a request may cost at most, found out before it is validated or run.
//!
//! The text is scanned once before it is parsed (`scan`), the document walked once before it is validated
//! (`walk`); both stop where a limit is passed, and neither costs more than the text is long. Nothing here reads the
//! graph: the same request costs the same whatever is served.

mod conflict;
pub(super) mod deadline;
mod scan;
mod values;
mod walk;

use async_graphql::{Name, Pos, Request, ServerError, Value, indexmap::IndexMap};
use serde::Deserialize;

use super::answer::VALIDATION_FAILED;
pub(super) use conflict::{conflict, same_field};
pub(super) use scan::{end_of_string, position, scan};
pub(super) use walk::{Document, asked, measure};

/// Rows of a page when the request does not say.
pub const DEFAULT_PAGE: usize = 250;
/// Rows of a page at most.
pub const MOST_PAGE: usize = 1_000;
/// Characters of what is searched for: nobody types more, and each word costs.
pub const SEARCH_CHARACTERS: usize = 256;
/// Items of one list that a request gives: as many as a page has rows. What needs more needs several requests, so this
/// is no setting.
pub const MOST_ITEMS: u64 = MOST_PAGE as u64;
/// How deep brackets of all kinds may nest in a document. The parser takes some of the stack for each, so this is no
/// setting.
pub const NESTING: u64 = 100;
/// The deepest that the setting `depth` can allow, for the same reason.
pub const MOST_DEPTH: u64 = 60;
/// Bytes of a name in a document, and of `operationName`: messages repeat names.
pub const NAME_BYTES: u64 = 256;
/// Arguments of one field; none of the schema takes as many. Whether two fields are the same compares each with each.
const MOST_ARGUMENTS: usize = 50;

/// What a request may cost at most: the section `[limits]` of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a request's body, and of a document.
    pub bytes: u64,
    /// Tokens of a document: names, numbers, strings and signs.
    pub tokens: u64,
    /// How deep selections nest, those of fragments among them; never more than [`MOST_DEPTH`].
    pub depth: u64,
    /// Fields that are selected, fragments expanded.
    pub fields: u64,
    /// Aliases, fragments expanded.
    pub aliases: u64,
    /// Directives, fragments expanded.
    pub directives: u64,
    /// Values that arguments are given, fragments expanded: see [`Cost::arguments`].
    pub arguments: u64,
    /// Values of the answer, estimated: see [`Cost::nodes`].
    pub nodes: u64,
    /// Seconds that a query may be worked on, or one event of a subscription.
    pub seconds: u64,
}

impl Limits {
    /// None at all, to find out what something costs.
    pub(super) const NONE: Self = Self {
        bytes: u64::MAX,
        tokens: u64::MAX,
        depth: MOST_DEPTH,
        fields: u64::MAX,
        aliases: u64::MAX,
        directives: u64::MAX,
        arguments: u64::MAX,
        nodes: u64::MAX,
        seconds: u64::MAX,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 1024 * 1024,
            tokens: 10_000,
            depth: 24,
            fields: 2_000,
            aliases: 200,
            directives: 100,
            // Room for 10,000 entities that a gateway asks for by type and key.
            arguments: 50_000,
            nodes: 1_000_000,
            seconds: 10,
        }
    }
}

/// What a request costs, in the measures of [`Limits`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Bytes of the document.
    pub bytes: u64,
    /// Tokens of the document.
    pub tokens: u64,
    /// How deep selections nest.
    pub depth: u64,
    /// Fields, fragments expanded.
    pub fields: u64,
    /// Aliases, fragments expanded.
    pub aliases: u64,
    /// Directives, fragments expanded.
    pub directives: u64,
    /// Values that arguments of fields and directives are given, with those inside lists and objects, fragments
    /// expanded. A variable counts as the value that it has, wherever it is used, and 64 bytes of a string as one
    /// value.
    pub arguments: u64,
    /// Objects and leaves of the answer if every page were full, of the operation that is asked for. A list that is no
    /// page is taken to have eight rows, fragments on several types of an interface are added up.
    pub nodes: u64,
}

impl Cost {
    /// For `extensions.cost`.
    #[must_use]
    pub fn to_value(self) -> Value {
        let Self { bytes, tokens, depth, fields, aliases, directives, arguments, nodes } = self;
        object([
            ("bytes", bytes.into()),
            ("tokens", tokens.into()),
            ("depth", depth.into()),
            ("fields", fields.into()),
            ("aliases", aliases.into()),
            ("directives", directives.into()),
            ("arguments", arguments.into()),
            ("nodes", nodes.into()),
        ])
    }
}

/// What is measured, with the name of its setting, what it counts, and how to need less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Bytes,
    Tokens,
    Nesting,
    Name,
    Depth,
    Fields,
    Aliases,
    Directives,
    Arguments,
    Items,
    Nodes,
}

impl Measure {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Bytes => ("bytes", "bytes long", "send long values as variables, or a shorter document"),
            Self::Tokens => ("tokens", "tokens long", "send values as variables, or several requests"),
            Self::Nesting => ("nesting", "brackets deep", "nest values less, or send them as variables"),
            Self::Name => ("name", "bytes long in one name", "use a shorter name"),
            Self::Depth => {
                ("depth", "selections deep", "select from less far away, or by `id` in a second request")
            }
            Self::Fields => ("fields", "fields wide with its fragments expanded", "ask in several requests"),
            Self::Aliases => {
                ("aliases", "aliases wide with its fragments expanded", "ask in several requests")
            }
            Self::Directives => ("directives", "directives wide with its fragments expanded", "use fewer"),
            Self::Arguments => (
                "arguments",
                "values long in its arguments with its fragments expanded",
                "give shorter values, or ask in several requests",
            ),
            Self::Items => (
                "items",
                "items long in one list that an argument is given",
                "send the rest in further requests",
            ),
            Self::Nodes => {
                ("nodes", "values large if every page is full", "ask for smaller pages with `first`")
            }
        }
    }

    /// The error of a request that passes a limit at a place. `actual` is what was counted when the count stopped.
    fn passed(self, limit: u64, actual: u64, at: Pos) -> Box<ServerError> {
        let (name, what, remedy) = self.words();
        let message = format!("the query is {actual} {what} and {limit} is the most (`{name}`): {remedy}");
        let mut error = ServerError::new(message, Some(at));
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", LIMIT_EXCEEDED);
        extensions.set("measure", name);
        extensions.set("limit", limit);
        extensions.set("actual", actual);
        extensions.set("where", place(at));
        Box::new(error)
    }

    /// Nothing, when the count is within the limit.
    fn check(self, limit: u64, actual: u64, at: Pos) -> Result<(), Box<ServerError>> {
        if actual > limit { Err(self.passed(limit, actual, at)) } else { Ok(()) }
    }
}

/// Refuses an `operationName` that can be no operation's.
///
/// # Errors
/// `LIMIT_EXCEEDED` when it is longer than a name may be, `GRAPHQL_VALIDATION_FAILED` when it is no name.
pub(super) fn check_operation(request: &Request) -> Result<(), Box<ServerError>> {
    let Some(name) = &request.operation_name else { return Ok(()) };
    Measure::Name.check(NAME_BYTES, name.len() as u64, Pos { line: 1, column: 1 })?;
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let mut bytes = name.bytes();
    if bytes.next().is_some_and(letter) && bytes.all(|byte| letter(byte) || byte.is_ascii_digit()) {
        return Ok(());
    }
    let message =
        "`operationName` is no name: give that of an operation of the document, letters, digits and `_`";
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", VALIDATION_FAILED);
    Err(Box::new(error))
}

/// `extensions.code` of a request that passes a limit.
const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";

/// A place in a document, for `extensions.where`.
fn place(at: Pos) -> Value {
    object([("line", at.line.into()), ("column", at.column.into())])
}

/// An object of these fields, in their order.
pub(crate) fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::Object(
        fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect::<IndexMap<_, _>>(),
    )
}
