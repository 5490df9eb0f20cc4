//! What a number counts: the noun phrase after it, cut before the verb.

use super::lexer::{Kind, Token};
use super::reading::{Counted, in_words};
use super::words::{
    ADJECTIVES_IN_ED, AUXILIARIES, ENDS, NOT_ADVERBS, NOUNS_IN_ING, PLURALS, POSSESSIVES, PRESENT_VERBS,
    TIMES, VERBS, Words,
};

/// A unit keeps this many words at most; a longer one ends with its last whole member.
const MOST_WORDS: usize = 10;

/// What follows a number.
pub(super) enum Unit {
    /// A noun phrase, or "%" with one.
    Phrase(String),
    /// A verb at once.
    Verb,
    /// Nothing that could be counted.
    None,
}

/// Reads the unit of a number.
pub(super) fn unit(text: &str, tokens: &[Token<'_>], number: &Counted) -> Unit {
    if number.percent {
        return Unit::Phrase(share(text, tokens, number.next));
    }
    let mut phrase = Phrase::new(tokens, number.next, number.value == 1.0);
    phrase.read();
    match phrase.words(text) {
        Some(words) => Unit::Phrase(words),
        None if phrase.began_with_verb => Unit::Verb,
        None => Unit::None,
    }
}

/// "% of GBV survivors", "% increase", "% expressing their satisfaction"; "%" alone when the verb follows.
fn share(text: &str, tokens: &[Token<'_>], next: usize) -> String {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.lower == word);
    let of = is(next, "of");
    let mut from = if of { next + 1 } else { next };
    let participle = !of && tokens.get(from).is_some_and(|token| token.lower.ends_with("ing"));
    if participle {
        from += 1;
    }
    while (of || participle)
        && tokens.get(from).is_some_and(|token| {
            ["the", "all", "its"].contains(&token.lower.as_str()) || POSSESSIVES.contains(&token.lower)
        })
    {
        from += 1;
    }
    let mut phrase = Phrase::new(tokens, from, false);
    phrase.read();
    match (phrase.last, tokens.get(next)) {
        (Some(last), Some(first)) => format!("% {}", printed(text, first.start, tokens[last].end())),
        _ => "%".to_owned(),
    }
}

/// Running text between two bytes, with single spaces.
fn printed(text: &str, start: usize, end: usize) -> String {
    text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Phrase<'a> {
    tokens: &'a [Token<'a>],
    first: usize,
    at: usize,
    /// The last token that belongs to the phrase.
    last: Option<usize>,
    /// The last token before the latest "and" or comma, where a phrase that is too long is cut.
    whole: Option<usize>,
    words: usize,
    /// Whether what was read last can be a whole: a plural, or anything when one thing is counted.
    head: bool,
    singular: bool,
    in_list: bool,
    began_with_verb: bool,
}

impl<'a> Phrase<'a> {
    fn new(tokens: &'a [Token<'a>], first: usize, singular: bool) -> Self {
        let (last, whole) = (None, None);
        let (words, head, in_list, began_with_verb) = (0, false, false, false);
        Self { tokens, first, at: first, last, whole, words, head, singular, in_list, began_with_verb }
    }

    fn words(&self, text: &str) -> Option<String> {
        let last = if self.words > MOST_WORDS { self.whole.or(self.last)? } else { self.last? };
        let phrase = printed(text, self.tokens.get(self.first)?.start, self.tokens.get(last)?.end());
        phrase.contains(char::is_alphabetic).then_some(phrase)
    }

    fn read(&mut self) {
        while self.words <= MOST_WORDS && self.step() {}
    }

    fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    fn is_word(&self, at: usize, words: &Words) -> bool {
        self.token(at).is_some_and(|token| token.kind == Kind::Word && words.contains(token.lower.as_str()))
    }

    /// Takes one token more; false at the end of the phrase.
    fn step(&mut self) -> bool {
        let Some(token) = self.token(self.at) else { return false };
        match token.kind {
            Kind::Number(_) => false,
            Kind::Mark(',') => self.comma(),
            Kind::Mark('(') => self.acronym(),
            Kind::Mark('&') => self.joint(),
            Kind::Mark(_) => false,
            Kind::Word => self.word(token),
        }
    }

    fn word(&mut self, token: &Token<'_>) -> bool {
        let word = token.lower.as_str();
        match word {
            "and" | "or" => return self.joint(),
            "of" => return self.of(),
            "left" if self.words > 0 && self.is_word(self.at + 1, &Words("behind")) => {
                return self.take(2, true);
            }
            "per" if self.words > 0 && self.is_word(self.at + 1, &TIMES) => return self.take(2, true),
            _ => {}
        }
        if AUXILIARIES.contains(word) {
            self.began_with_verb = self.words == 0;
            return false;
        }
        if ENDS.contains(word) || POSSESSIVES.contains(word) || in_words(word).is_some() {
            return false;
        }
        if self.is_verb(token) {
            self.began_with_verb = self.words == 0;
            return false;
        }
        let plural = PLURALS.contains(word) || is_plural(word);
        self.take(1, plural || self.singular)
    }

    fn take(&mut self, tokens: usize, head: bool) -> bool {
        self.at += tokens;
        self.words += tokens;
        self.last = Some(self.at - 1);
        self.head = head;
        true
    }

    fn is_verb(&self, token: &Token<'_>) -> bool {
        let word = token.lower.as_str();
        let after_noun = self.words > 0;
        if VERBS.contains(word) {
            // "one left bank", "five met offices" are not in these texts; "300 returned migrants" may be.
            return after_noun || !ADJECTIVES_IN_ED.contains(word) || self.no_noun_follows();
        }
        if word.contains('-') || ADJECTIVES_IN_ED.contains(word) && !self.head {
            return false;
        }
        if word.len() > 4 && word.ends_with("ed") {
            return if after_noun { self.head } else { self.no_noun_follows() };
        }
        let ends = word.ends_with("ing") && !NOUNS_IN_ING.contains(word)
            || word.ends_with("ly") && !NOT_ADVERBS.contains(word)
            || PRESENT_VERBS.contains(word);
        self.head && ends
    }

    /// Whether what follows the word here cannot be its noun.
    fn no_noun_follows(&self) -> bool {
        self.token(self.at + 1).is_none_or(|next| {
            next.kind != Kind::Word || ENDS.contains(&next.lower) || AUXILIARIES.contains(&next.lower)
        })
    }

    /// "and", "or", "&": goes on when a noun phrase without an article follows.
    fn joint(&mut self) -> bool {
        if self.words == 0 || !self.begins_member(self.at + 1, true) {
            return false;
        }
        self.whole = self.last;
        self.at += 1;
        self.words += 1;
        if self.is_word(self.at, &POSSESSIVES) {
            self.at += 1;
            self.words += 1;
        }
        self.head = false;
        true
    }

    /// "of" and, maybe, "the": goes on when a noun phrase follows.
    fn of(&mut self) -> bool {
        let skip = if self.is_word(self.at + 1, &Words("the")) || self.is_word(self.at + 1, &POSSESSIVES) {
            2
        } else {
            1
        };
        if self.words == 0 || !self.begins_member(self.at + skip, false) {
            return false;
        }
        self.at += skip;
        self.words += skip;
        self.head = false;
        true
    }

    /// A comma goes on inside a list: "teachers, students, and farmers".
    fn comma(&mut self) -> bool {
        if self.words == 0 {
            return false;
        }
        if self.in_list && self.is_word(self.at + 1, &Words("and or")) {
            let goes_on = self.begins_member(self.at + 2, true);
            self.at += usize::from(goes_on);
            return goes_on;
        }
        if !self.list_follows(self.at + 1) {
            return false;
        }
        self.whole = self.last;
        self.in_list = true;
        self.head = false;
        self.at += 1;
        true
    }

    /// "gender-based violence (GBV) cases": an acronym in brackets is passed over.
    fn acronym(&mut self) -> bool {
        let acronym = self.token(self.at + 1).is_some_and(|token| {
            token.kind == Kind::Word && token.text.chars().filter(|c| c.is_uppercase()).count() > 1
        });
        if self.words == 0 || !acronym || !self.token(self.at + 2).is_some_and(|token| token.is(')')) {
            return false;
        }
        self.at += 3;
        true
    }

    /// Whether a member of a list can begin at a token.
    fn begins_member(&self, at: usize, possessive: bool) -> bool {
        let Some(token) = self.token(at) else { return false };
        let word = token.lower.as_str();
        if possessive && POSSESSIVES.contains(word) {
            return self.begins_member(at + 1, false);
        }
        let verb = AUXILIARIES.contains(word)
            || VERBS.contains(word) && !ADJECTIVES_IN_ED.contains(word)
            || word.len() > 4
                && word.ends_with("ed")
                && !word.contains('-')
                && !ADJECTIVES_IN_ED.contains(word)
            || word.ends_with("ly") && !NOT_ADVERBS.contains(word);
        token.kind == Kind::Word
            && !verb
            && !ENDS.contains(word)
            && !POSSESSIVES.contains(word)
            && !["and", "or", "of"].contains(&word)
            && in_words(word).is_none()
    }

    /// Whether "member, member and member" stands at a token, as far as a unit can reach.
    fn list_follows(&self, from: usize) -> bool {
        let first = self.token(self.first);
        let mut at = from;
        for _ in 0..MOST_WORDS {
            if !self.begins_member(at, false) {
                return false;
            }
            // A capital after a common noun begins another subject: "trained 50 women, IOM and UNDP …".
            let capital = self.token(at).is_some_and(Token::is_capitalised);
            if capital && first.is_some_and(|first| !first.is_capitalised()) {
                return false;
            }
            at = (at + 1..at + 4).find(|at| !self.begins_member(*at, false)).unwrap_or(at + 4);
            let comma = self.token(at).is_some_and(|token| token.is(','));
            at += usize::from(comma);
            if self.is_word(at, &Words("and or")) {
                return self.begins_member(at + 1, true);
            }
            if !comma {
                return false;
            }
        }
        false
    }
}

fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}
