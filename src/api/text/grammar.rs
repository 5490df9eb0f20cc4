//! The grammar of requests (GraphQL specification, section 2), read only to find the first place where a document that
//! the parser has refused departs from it.
//!
//! It calls itself as deep as brackets nest, which is measured before a document is read.

use std::ops::Range;

use super::slip::Slip;
use super::token::{self, Kind, Token};

/// Nothing wrong: the places of the types of variables, from the first to the last.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(text: &str) -> Result<Vec<Range<usize>>, Slip> {
    let mut reader =
        Reader { text, token: token::next(text, 0), before: None, open: Vec::new(), types: Vec::new() };
    reader.document()?;
    Ok(reader.types)
}

/// A document as it is being read.
pub struct Reader<'a> {
    pub text: &'a str,
    /// The next word.
    pub token: Token<'a>,
    /// The word before it.
    pub before: Option<Token<'a>>,
    /// Brackets that are open.
    pub open: Vec<Token<'a>>,
    types: Vec<Range<usize>>,
}

type Read = Result<(), Slip>;

/// Words that begin a definition of a schema.
const OF_SCHEMAS: [&str; 9] =
    ["schema", "extend", "scalar", "type", "interface", "union", "enum", "input", "directive"];

impl<'a> Reader<'a> {
    fn advance(&mut self) {
        let after = token::next(self.text, self.token.end());
        self.before = Some(std::mem::replace(&mut self.token, after));
    }

    /// Passes a sign, if it is next.
    fn passes(&mut self, sign: &str) -> bool {
        let is_next = self.token.is(sign);
        if is_next {
            self.advance();
        }
        is_next
    }

    fn sign(&mut self, sign: &str, hint: &str) -> Read {
        if self.passes(sign) { Ok(()) } else { Err(self.slip(&format!("`{sign}`"), hint)) }
    }

    fn name(&mut self, expected: &str, hint: &str) -> Read {
        if self.token.kind != Kind::Name {
            return Err(self.slip(expected, hint));
        }
        self.advance();
        Ok(())
    }

    /// Reads what stands in brackets, one thing after the other, until they are closed.
    fn within(&mut self, close: &str, expected: &str, mut one: impl FnMut(&mut Self) -> Read) -> Read {
        self.open.push(self.token);
        self.advance();
        while !self.token.is(close) {
            if self.token.kind == Kind::End {
                return Err(self.slip(&format!("{expected} or `{close}`"), ""));
            }
            one(self)?;
        }
        self.open.pop();
        self.advance();
        Ok(())
    }

    fn document(&mut self) -> Read {
        loop {
            self.definition()?;
            if self.token.kind == Kind::End {
                return Ok(());
            }
        }
    }

    fn definition(&mut self) -> Read {
        match self.token {
            token if token.is("{") => self.selections(),
            Token { kind: Kind::Name, text: "query" | "mutation" | "subscription", .. } => self.operation(),
            token if token.is_name("fragment") => self.fragment(),
            Token { kind: Kind::Name, text, .. } if OF_SCHEMAS.contains(&text) => Err(self.slip(
                "a query",
                "a definition of a schema cannot be asked; that of the hub is at `/schema.graphql`",
            )),
            Token { kind: Kind::Name, .. } => {
                Err(self
                    .slip("a query", "put braces around all that is asked for, as in `{ hub { version } }`"))
            }
            _ => Err(self.slip("a query or a fragment", "")),
        }
    }

    fn operation(&mut self) -> Read {
        self.advance();
        if self.token.kind == Kind::Name {
            self.advance();
        }
        if self.token.is("(") {
            self.within(")", "a variable", Self::variable)?;
        }
        self.directives()?;
        self.selections_of("put what is asked for in braces, as in `query A { hub { version } }`")
    }

    fn fragment(&mut self) -> Read {
        self.advance();
        self.name("the name of the fragment", "write `fragment F on Programme { title }`")?;
        self.on("say what it is of, as in `fragment F on Programme { title }`")?;
        self.directives()?;
        self.selections_of("put what it selects in braces, as in `fragment F on Programme { title }`")
    }

    fn on(&mut self, hint: &str) -> Read {
        if !self.token.is_name("on") {
            return Err(self.slip("`on`", hint));
        }
        self.advance();
        self.name("the name of a type", "")
    }

    fn variable(&mut self) -> Read {
        if !self.passes("$") {
            let hint = match self.token.kind {
                Kind::Name => format!("names of variables begin with `$`: `${}`", self.token.text),
                _ => String::new(),
            };
            return Err(self.slip("a variable or `)`", &hint));
        }
        self.name("the name of a variable", "")?;
        self.sign(":", "say its type after `:`, as in `$first: Int`")?;
        let from = self.token.at;
        self.ty()?;
        let to = self.before.map_or(from, |last| last.end());
        self.types.push(from..to);
        self.directives()?;
        if self.passes("=") {
            self.value(true)?;
        }
        Ok(())
    }

    fn ty(&mut self) -> Read {
        if self.token.is("[") {
            self.open.push(self.token);
            self.advance();
            self.ty()?;
            self.sign("]", "")?;
            self.open.pop();
        } else {
            self.name("a type", "write a name, as in `Int!`, or a list, as in `[ID!]!`")?;
        }
        self.passes("!");
        Ok(())
    }

    fn directives(&mut self) -> Read {
        while self.passes("@") {
            self.name("the name of a directive", "write it right after the `@`, as in `@skip(if: true)`")?;
            self.arguments()?;
        }
        Ok(())
    }

    fn selections_of(&mut self, hint: &str) -> Read {
        if self.token.is("{") { self.selections() } else { Err(self.slip("`{`", hint)) }
    }

    fn selections(&mut self) -> Read {
        if token::next(self.text, self.token.end()).is("}") {
            self.open.push(self.token);
            self.advance();
            return Err(self.slip("a field", "select one, or leave the braces out"));
        }
        self.within("}", "a field", Self::selection)
    }

    fn selection(&mut self) -> Read {
        if self.passes("...") {
            return self.spread();
        }
        self.name("a field or `}`", "")?;
        if self.passes(":") {
            let hint = if self.token.is("{") {
                "what stands before `:` is another name for a field: leave the `:` out, or name the field after it"
            } else {
                ""
            };
            self.name("the name of a field", hint)?;
        }
        self.arguments()?;
        self.directives()?;
        if self.token.is("{") { self.selections() } else { Ok(()) }
    }

    fn spread(&mut self) -> Read {
        if self.token.is_name("on") {
            self.on("")?;
        } else if self.token.kind == Kind::Name {
            self.advance();
            return self.directives();
        } else if !self.token.is("{") && !self.token.is("@") {
            let hint = "write `...F`, or `... on Programme { title }`";
            return Err(self.slip("the name of a fragment, `on` or `{`", hint));
        }
        self.directives()?;
        self.selections_of("put what is selected in braces, as in `... on Programme { title }`")
    }

    fn arguments(&mut self) -> Read {
        if !self.token.is("(") {
            return Ok(());
        }
        if token::next(self.text, self.token.end()).is(")") {
            self.open.push(self.token);
            self.advance();
            return Err(self.slip("an argument", "give one, or leave the parentheses out"));
        }
        self.within(")", "an argument", |reader| {
            // Two words of a text without quotes are a value and a name.
            let text = reader.before.is_some_and(|before| before.kind == Kind::Name);
            let name = reader.token.text;
            reader.name("an argument or `)`", "")?;
            let hint = match reader.token {
                token if token.is("=") => "write `:` in place of `=`".to_owned(),
                token if text && (token.is(")") || token.kind == Kind::Name) => {
                    format!("`{name}` is an argument without a value, or text, which stands in double quotes")
                }
                _ => format!("give `{name}` a value, as in `{name}: 1` or `{name}: \"text\"`"),
            };
            reader.sign(":", &hint)?;
            reader.value(false)
        })
    }

    fn value(&mut self, constant: bool) -> Read {
        match self.token {
            token if token.is("$") && constant => {
                Err(self.slip("a value", "a default cannot be another variable"))
            }
            token if token.is("$") => {
                self.advance();
                self.name("the name of a variable", "")
            }
            token if token.is("[") => self.within("]", "a value", |reader| reader.value(constant)),
            token if token.is("{") => self.within("}", "a field", |reader| {
                reader.name("a field or `}`", "")?;
                reader.sign(":", "give the field a value, as in `stage: FUNDED`")?;
                reader.value(constant)
            }),
            Token { kind: Kind::Name | Kind::Number | Kind::Text, .. } => {
                self.advance();
                Ok(())
            }
            _ => {
                let hint = if self.token.is(")") || self.token.is("}") {
                    "give one, or leave out what it is for"
                } else {
                    ""
                };
                let expected = if self.open.last().is_some_and(|open| open.is("[")) {
                    "a value or `]`"
                } else {
                    "a value"
                };
                Err(self.slip(expected, hint))
            }
        }
    }
}
