//! The words that the rules about figures know.

use crate::record::Qualifier::{self, About, Almost, AtLeast};

/// A set of words, in lower case, with single spaces between them.
pub(super) struct Words(pub &'static str);

impl Words {
    /// Whether a word, in lower case, is one of them.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.split(' ').any(|known| known == word)
    }
}

/// What says how exact a number is, longest first where one ends another.
pub(super) const QUALIFIERS: [(&[&str], Qualifier); 36] = [
    (&["no", "fewer", "than"], AtLeast),
    (&["no", "less", "than"], AtLeast),
    (&["not", "less", "than"], AtLeast),
    (&["no", "more", "than"], Almost),
    (&["not", "more", "than"], Almost),
    (&["a", "minimum", "of"], AtLeast),
    (&["a", "maximum", "of"], Almost),
    (&["in", "excess", "of"], AtLeast),
    (&["more", "than"], AtLeast),
    (&["at", "least"], AtLeast),
    (&["greater", "than"], AtLeast),
    (&["upwards", "of"], AtLeast),
    (&["well", "over"], AtLeast),
    (&["over"], AtLeast),
    (&["above"], AtLeast),
    (&["exceeding"], AtLeast),
    (&["minimum"], AtLeast),
    (&["less", "than"], Almost),
    (&["fewer", "than"], Almost),
    (&["close", "to"], Almost),
    (&["just", "under"], Almost),
    (&["up", "to"], Almost),
    (&["almost"], Almost),
    (&["nearly"], Almost),
    (&["maximum"], Almost),
    (&["estimated", "at"], About),
    (&["estimated", "to", "be"], About),
    (&["estimated"], About),
    (&["an", "average", "of"], About),
    (&["about"], About),
    (&["around"], About),
    (&["approximately"], About),
    (&["approx"], About),
    (&["roughly"], About),
    (&["circa"], About),
    (&["some"], About),
];

/// Currencies as printed, with their ISO 4217 codes.
pub(super) const CURRENCIES: [(&str, &str); 10] = [
    ("USD", "USD"),
    ("US$", "USD"),
    ("$", "USD"),
    ("EUR", "EUR"),
    ("€", "EUR"),
    ("CHF", "CHF"),
    ("GBP", "GBP"),
    ("£", "GBP"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
];

/// Numbers in words.
pub(super) const NUMBER_WORDS: [(&str, f64); 27] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// Words that multiply the number before them.
pub(super) const MULTIPLIERS: [(&str, f64); 4] =
    [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// A number after one of these is a name: "Phase 3", "workstream 6", "resolution 1244".
pub(super) const LABELS: Words = Words(
    "phase phases workstream workstreams resolution resolutions objective objectives goal goals sdg sdgs \
     article articles section chapter annex page pages no box agenda vision pillar pillars commitment \
     commitments outcome output paragraph paragraphs version edition protocol convention room tel line \
     lines covid",
);

/// A number after one of these is a name when the word is capitalised: "Area 5", but "in this area 5 schools".
pub(super) const CAPITALISED_LABELS: Words =
    Words("area target step stage figure table part item level number report component group indicator");

/// Months, full and short; a number beside one belongs to a date.
pub(super) const MONTHS: Words = Words(
    "january february march april may june july august september october november december jan feb mar \
     apr jun jul aug sep sept oct nov dec",
);

/// Units of time: a number of them is how long, not how many.
pub(super) const TIMES: Words =
    Words("year years month months week weeks day days hour hours minute minutes decade decades");

/// What follows the numerator of a fraction in words, and the nouns of turns of speech ("on one hand").
pub(super) const UNCOUNTED: Words =
    Words("half halves third thirds quarter quarters fifth fifths tenth tenths hand another");

/// A number in words after one of these refers to what is known already ("the two phases", "no one"), or is no
/// count ("has been one component").
pub(super) const REFERRING: Words = Words(
    "the these those this that its their our his her both previous other another any each every no which \
     first last next past is was are were be been as",
);

/// Four digits before one of these count people even when they could be a year.
pub(super) const PEOPLE: Words = Words(
    "people persons individuals migrants refugees returnees women men girls boys children families \
     households workers students officials participants beneficiaries farmers teachers survivors members",
);

/// A four-digit number after one of these is a year whatever follows.
pub(super) const BEFORE_YEARS: Words = Words("in since from to by until till during of early late year");

/// Plurals and collective nouns that do not end in "s".
pub(super) const PLURALS: Words =
    Words("people women men children youth staff personnel police livestock media criteria policewomen");

/// Words in "-ing" that are nouns wherever they stand.
pub(super) const NOUNS_IN_ING: Words = Words(
    "training meeting trafficking smuggling housing building counselling counseling banking farming \
     funding learning mapping monitoring planning processing recycling reporting screening marketing \
     mentoring tailoring fishing wellbeing",
);

/// Words in "-ed" that describe people and things, even after "and".
pub(super) const ADJECTIVES_IN_ED: Words = Words(
    "unaccompanied separated displaced affected skilled unskilled unemployed disabled returned stranded \
     integrated protected married widowed related marginalized",
);

/// Verbs that need no noun before them to be verbs: "and 300 received loans".
pub(super) const VERBS: Words = Words(
    "received accessed gained obtained used benefited benefitted attended completed reported participated \
     joined reached acquired graduated started opened returned registered found got took had made gave \
     began went became met built held sent ran led set sought taught learnt brought fled spent put said \
     came rose grew left saw",
);

/// Verbs in the present, which are also nouns: verbs only after a plural ("officials work", "20 work permits").
pub(super) const PRESENT_VERBS: Words = Words(
    "benefit receive live work participate remain need face seek come get make take use gain attend \
     return reside report access enjoy form help support",
);

/// Auxiliary and modal verbs.
pub(super) const AUXILIARIES: Words = Words(
    "is are was were be been being has have had having will would can could may might shall should must \
     did do",
);

/// Words that end a noun phrase.
pub(super) const ENDS: Words = Words(
    "in on at by for from with to through among amongst between across within under over during after \
     before as into onto about against via towards toward throughout including included such since until \
     without around because who which that whose whom where whereby when while than then also now already \
     so if but nor yet both either neither not it they them he she we i you this these those the a an all \
     each every any per plus out up down off however thus",
);

/// Possessives, which continue a noun phrase only after "and", "or" and "of".
pub(super) const POSSESSIVES: Words = Words("their its his her our your");

/// Words in "-ly" that are no adverbs.
pub(super) const NOT_ADVERBS: Words = Words("family early elderly monthly weekly daily likely");
