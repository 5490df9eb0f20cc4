//! Documents as most are written, read in one pass; what the engine's parser makes of them, in a tenth of its time, which
//! is a third of what a query costs whose text was never seen before.
//!
//! It knows less than the language has: whatever is unusual, and whatever is wrong, is for the engine's parser, which
//! alone says what GraphQL is. Tests compare what both make of every document of this repository and of many that are
//! made of chance.

mod value;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition, FragmentSpread,
    InlineFragment, OperationDefinition, OperationType, Selection, SelectionSet, Type, TypeCondition,
    VariableDefinition,
};
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::Value;

/// Deeper documents are for the parser, which has a bound of its own.
const MOST_DEPTH: usize = 40;

/// The document of a text; `None` when it is for the parser.
pub fn read(text: &str) -> Option<ExecutableDocument> {
    // Elsewhere a column is not a byte, or a line ends otherwise.
    if !text.is_ascii() || text.contains('\r') {
        return None;
    }
    let mut reader = Reader { text, at: 0, line: 1, line_starts: 0, depth: 0 };
    reader.pass_blanks();
    let mut single = None;
    let mut named = HashMap::new();
    let mut fragments = HashMap::new();
    while reader.at < text.len() {
        let pos = reader.pos();
        if reader.next_is(b'{') {
            let selection_set = reader.selection_set()?;
            let definition = OperationDefinition {
                ty: OperationType::Query,
                variable_definitions: Vec::new(),
                directives: Vec::new(),
                selection_set,
            };
            is_first(single.replace(Positioned::new(definition, pos)))?;
            continue;
        }
        let ty = match reader.word()? {
            "fragment" => {
                let (name, fragment) = reader.fragment()?;
                let Entry::Vacant(place) = fragments.entry(name) else { return None };
                place.insert(Positioned::new(fragment, pos));
                continue;
            }
            "query" => OperationType::Query,
            "mutation" => OperationType::Mutation,
            "subscription" => OperationType::Subscription,
            _ => return None,
        };
        let name = if reader.is_at_name() { Some(reader.name()?.node) } else { None };
        let variable_definitions = reader.variable_definitions()?;
        let directives = reader.directives()?;
        let selection_set = reader.selection_set()?;
        let definition = OperationDefinition { ty, variable_definitions, directives, selection_set };
        let definition = Positioned::new(definition, pos);
        match name {
            None => is_first(single.replace(definition))?,
            Some(name) => {
                let Entry::Vacant(place) = named.entry(name) else { return None };
                place.insert(definition);
            }
        }
    }
    let operations = match (single, named.is_empty()) {
        (Some(single), true) => DocumentOperations::Single(single),
        (None, false) => DocumentOperations::Multiple(named),
        _ => return None,
    };
    Some(ExecutableDocument { operations, fragments })
}

fn is_first<T>(before: Option<T>) -> Option<()> {
    before.is_none().then_some(())
}

/// Reads from one word or sign to the next.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Where the line begins.
    line_starts: usize,
    /// How deep selections and values nest here.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn pos(&self) -> Pos {
        Pos { line: self.line, column: self.at - self.line_starts + 1 }
    }

    fn byte(&self) -> u8 {
        // No text has this byte where a word or sign may stand.
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn next_is(&self, sign: u8) -> bool {
        self.byte() == sign
    }

    fn is_at_name(&self) -> bool {
        self.byte().is_ascii_alphabetic() || self.next_is(b'_')
    }

    /// Passes blanks, commas and comments.
    fn pass_blanks(&mut self) {
        loop {
            match self.byte() {
                b' ' | b'\t' | b',' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_starts = self.at;
                }
                b'#' => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find('\n').unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Passes a sign if it is next.
    fn passes(&mut self, sign: u8) -> bool {
        let is_next = self.next_is(sign);
        if is_next {
            self.at += 1;
            self.pass_blanks();
        }
        is_next
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        self.passes(sign).then_some(())
    }

    /// A sign that what follows is joined to.
    fn joined(&mut self, sign: u8) -> Option<()> {
        self.next_is(sign).then(|| self.at += 1)
    }

    fn spelt(&mut self) -> Option<&'a str> {
        if !self.is_at_name() {
            return None;
        }
        let rest = &self.text[self.at..];
        let is_end = |byte: u8| !(byte.is_ascii_alphanumeric() || byte == b'_');
        let length = rest.bytes().position(is_end).unwrap_or(rest.len());
        self.at += length;
        Some(&rest[..length])
    }

    fn word(&mut self) -> Option<&'a str> {
        let word = self.spelt()?;
        self.pass_blanks();
        Some(word)
    }

    fn name(&mut self) -> Option<Positioned<Name>> {
        let pos = self.pos();
        Some(Positioned::new(Name::new(self.word()?), pos))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let found = if self.depth > MOST_DEPTH { None } else { read(self) };
        self.depth -= 1;
        found
    }

    fn fragment(&mut self) -> Option<(Name, FragmentDefinition)> {
        let name = self.name()?.node;
        let type_condition = self.type_condition()?;
        let directives = self.directives()?;
        let selection_set = self.selection_set()?;
        Some((name, FragmentDefinition { type_condition, directives, selection_set }))
    }

    /// `on` with what it is followed by.
    fn type_condition(&mut self) -> Option<Positioned<TypeCondition>> {
        let pos = self.pos();
        if self.spelt()? != "on" || !matches!(self.byte(), b' ' | b'\t' | b'\n' | b',') {
            return None;
        }
        // The parser bears no comment here.
        self.pass_blanks_alone()?;
        Some(Positioned::new(TypeCondition { on: self.name()? }, pos))
    }

    fn pass_blanks_alone(&mut self) -> Option<()> {
        let from = self.at;
        self.pass_blanks();
        (!self.text[from..self.at].contains('#')).then_some(())
    }

    fn variable_definitions(&mut self) -> Option<Vec<Positioned<VariableDefinition>>> {
        let mut found = Vec::new();
        if !self.passes(b'(') {
            return Some(found);
        }
        while !self.passes(b')') {
            let pos = self.pos();
            self.joined(b'$')?;
            let name = self.name()?;
            self.sign(b':')?;
            let var_type = self.ty()?;
            let default_value = if self.passes(b'=') {
                let Positioned { pos, node } = self.value()?;
                Some(Positioned::new(node.into_const()?, pos))
            } else {
                None
            };
            if self.next_is(b'@') {
                return None;
            }
            let defined = VariableDefinition { name, var_type, directives: Vec::new(), default_value };
            found.push(Positioned::new(defined, pos));
        }
        Some(found)
    }

    fn ty(&mut self) -> Option<Positioned<Type>> {
        let (pos, from) = (self.pos(), self.at);
        let mut lists = 0;
        while self.joined(b'[').is_some() {
            lists += 1;
        }
        self.spelt()?;
        let _ = self.joined(b'!');
        for _ in 0..lists {
            self.joined(b']')?;
            let _ = self.joined(b'!');
        }
        let ty = (lists < MOST_DEPTH).then(|| Type::new(&self.text[from..self.at]))??;
        self.pass_blanks();
        Some(Positioned::new(ty, pos))
    }

    fn directives(&mut self) -> Option<Vec<Positioned<Directive>>> {
        let mut found = Vec::new();
        while self.next_is(b'@') {
            let pos = self.pos();
            self.joined(b'@')?;
            let (name, arguments) = (self.name()?, self.arguments()?);
            found.push(Positioned::new(Directive { name, arguments }, pos));
        }
        Some(found)
    }

    fn arguments(&mut self) -> Option<Vec<(Positioned<Name>, Positioned<Value>)>> {
        let mut found = Vec::new();
        if !self.passes(b'(') {
            return Some(found);
        }
        while !self.passes(b')') {
            let name = self.name()?;
            self.sign(b':')?;
            found.push((name, self.value()?));
        }
        (!found.is_empty()).then_some(found)
    }

    fn selection_set(&mut self) -> Option<Positioned<SelectionSet>> {
        let pos = self.pos();
        self.sign(b'{')?;
        self.deeper(|reader| {
            let mut items = Vec::new();
            while !reader.passes(b'}') {
                items.push(reader.selection()?);
            }
            (!items.is_empty()).then_some(Positioned::new(SelectionSet { items }, pos))
        })
    }

    fn selection(&mut self) -> Option<Positioned<Selection>> {
        let pos = self.pos();
        let selection = if self.next_is(b'.') {
            self.spread(pos)?
        } else {
            Selection::Field(Positioned::new(self.field()?, pos))
        };
        Some(Positioned::new(selection, pos))
    }

    fn field(&mut self) -> Option<Field> {
        let first = self.name()?;
        let (alias, name) = if self.passes(b':') { (Some(first), self.name()?) } else { (None, first) };
        let (arguments, directives) = (self.arguments()?, self.directives()?);
        let selection_set = if self.next_is(b'{') { self.selection_set()? } else { Positioned::default() };
        Some(Field { alias, name, arguments, directives, selection_set })
    }

    fn spread(&mut self, pos: Pos) -> Option<Selection> {
        self.at += self.text[self.at..].starts_with("...").then_some(3)?;
        self.pass_blanks();
        let rest = &self.text.as_bytes()[self.at..];
        let is_on = rest.starts_with(b"on")
            && rest.get(2).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',');
        if self.is_at_name() && !is_on {
            let fragment_name = self.name()?;
            if fragment_name.node == "on" {
                return None;
            }
            let spread = FragmentSpread { fragment_name, directives: self.directives()? };
            return Some(Selection::FragmentSpread(Positioned::new(spread, pos)));
        }
        let type_condition = if is_on { Some(self.type_condition()?) } else { None };
        let directives = self.directives()?;
        let selection_set = self.selection_set()?;
        let fragment = InlineFragment { type_condition, directives, selection_set };
        Some(Selection::InlineFragment(Positioned::new(fragment, pos)))
    }
}

#[cfg(test)]
mod tests;
