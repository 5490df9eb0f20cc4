//! The signs by which a mention's role is told. Data, and how it is read.

use std::sync::LazyLock;

use regex::Regex;

use super::roles::PlaceRole::{self, Context, Destination, Donor, Origin, Planned, Seat, Work};
use super::roles::pattern;
use crate::reference::MentionForm::{self, Demonym, Name};

/// One sign.
pub(super) struct Rule {
    pub(super) role: PlaceRole,
    only: Option<MentionForm>,
    before: Option<Regex>,
    after: Option<Regex>,
}

impl Rule {
    /// Whether the sign stands around a mention of that form.
    pub(super) fn fits(&self, before: &str, after: &str, form: MentionForm) -> bool {
        let stands = |sign: &Option<Regex>, text| sign.as_ref().is_none_or(|sign| sign.is_match(text));
        self.only.is_none_or(|only| only == form)
            && stands(&self.before, before)
            && stands(&self.after, after)
    }
}

/// The rules, the most telling first; the first that fits decides.
pub(super) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |row: &Row| Rule {
        role: row.role,
        only: row.only,
        before: (!row.before.is_empty()).then(|| pattern(&expanded(&format!("(?i){}$", row.before)))),
        after: (!row.after.is_empty()).then(|| pattern(&expanded(&format!("^{}", row.after)))),
    };
    ROWS.iter().map(rule).collect()
});

/// Puts in the lists of words; a space stands for any one space.
fn expanded(sign: &str) -> String {
    let mut sign = sign.to_owned();
    for (name, words) in WORDS {
        sign = sign.replace(name, words);
    }
    sign.replace(' ', r"\s")
}

struct Row {
    role: PlaceRole,
    only: Option<MentionForm>,
    /// What stands right before the mention.
    before: &'static str,
    /// What stands after it.
    after: &'static str,
}

const fn before(role: PlaceRole, before: &'static str) -> Row {
    Row { role, only: Some(Name), before, after: "" }
}

/// A sign before names and demonyms.
const fn before_any(role: PlaceRole, before: &'static str) -> Row {
    Row { role, only: None, before, after: "" }
}

/// Planned work, unless the mention only begins a longer name ("the next Peru Bread Strategy").
const fn planned(before: &'static str) -> Row {
    Row { role: Planned, only: Some(Name), before, after: r"(?:\s?[^\sA-Z]|\s*$)" }
}

const fn after(role: PlaceRole, only: Option<MentionForm>, after: &'static str) -> Row {
    Row { role, only, before: "", after }
}

const ROWS: [Row; 31] = [
    // Who pays, and whose name a fund bears.
    after(Donor, None, r"[-–]\s?[A-Z]{2,}"),
    after(Donor, None, r"[-–](?:funded|financed|sponsored|backed)\b"),
    after(Donor, None, r"(?:['’]s?)? (?:[A-Z]\w+ )?(?:(?:Trust )?Fund\b|trust fund\b|aid\b)"),
    after(
        Donor,
        None,
        r" (?:Agency for|(?:International )?(?:Development|Cooperation) (?:Cooperation|Agency|Aid))\b",
    ),
    before_any(Donor, r"\b(?:funded|financed|sponsored|donated|paid) (?:\w+ly )?by <the>"),
    before_any(Donor, r"\b(?:funding|funds|financing|financial \w+) (?:from|by|of) <the>"),
    before_any(Donor, r"\b(?:grants?|contributions?|donations?) from <the>"),
    before_any(Donor, r"\bdonors?(?:,|:| \(| such as| including| like)? <the>"),
    // Seats of offices, and institutions that bear a country's name.
    after(Seat, None, r" (?:[Ee]mbass|[Cc]onsulate|High Commission|Mission to|University)"),
    after(Seat, None, r" Regional (?:Hub|Office|Bureau|Cent)"),
    before_any(
        Seat,
        r"\b(?:embass(?:y|ies)|consulates?|university|institute|college|academy|bank) (?:of|in) <the>",
    ),
    before_any(Seat, r"\bregional (?:hub|office|cent(?:re|er)|bureau) (?:of \w+ )?(?:in|for|of|at) <the>"),
    before_any(
        Seat,
        r"(?:^| )(?:headquarters|headquartered|based|hub) (?:in|at|of)(?: [A-Z][\w’'-]*,)? <the>",
    ),
    // What is planned, and what sounds so.
    before(Work, r"\bcontinu\w+ to be [^.;]* (?:in|to|across|for) <the>"),
    planned(
        r"\b(?:planned|foreseen|scheduled|envisaged) (?:(?:to|for|in) [^.;]* )?(?:in|for|with|across|countries:) <the>",
    ),
    planned(
        r"\b(?:expected|intends?|(?:is|are) planning) to [^.;]* (?:in|for|to|with|across|countries:) <the>",
    ),
    planned(r"(?:^|\w\w\W+)planned (?:\w+ ){1,3}(?:in|for|across) <the>"),
    planned(
        r"\b(?:to|will|shall|would) (?:\w+ )?be (?:\w+ly )?(?:<done>)\b[^.;]* (?:in|to|across|for) <the>",
    ),
    planned(r"\bwill (?:\w+ly |also )?(?:<do>)\b[^.;]* (?:in|to|across) <the>"),
    planned(r"\bwill (?:\w+ly |also )?(?:cover|include|target|reach|involve|benefit|support|assist) <the>"),
    planned(r"\b(?:upcoming|forthcoming) [^.;,]* (?:in|for) <the>"),
    // Where people and goods come from and go to.
    before(Origin, r"\b(?:<movers>|<people>) (?:\w+(?:ed|ing) )?(?:from|out of) <the>"),
    before(Origin, r"\b(?:<movers>|migrantes|refugiad[oa]s|réfugiée?s) (?:of|de|del|du)(?: la)? <the>"),
    before(Origin, r"\b(?:(?:fleeing|fled)(?: from)?|originating (?:in|from)|(?:<coming>) from) <the>"),
    before(Destination, r"(?:\b(?:<going>) (?:to|for|towards)|\bnew li(?:f|v)es? in) <the>"),
    before(Context, r"\b(?:<beside>)(?:,? (?:such as|like|including))? <the>"),
    // "In Peru migrants …" is no "Peru migrants".
    before(Work, r"^in (?:the )?"),
    after(Origin, None, r"(?:['’]s)? (?:\w+ )?(?:<movers>|asylum)\b"),
    // A demonym tells of work only with those who are there.
    after(Work, Some(Demonym), r" (?:\w+ )?(?:<there>)"),
    after(Origin, Some(Demonym), r" (?:\w+ )?(?:<movers>|<people>)\b"),
    // Without another sign, a name is where the work is.
    after(Work, Some(Name), ""),
];

/// Lists of words in the signs. `<the>` is what may come between a sign and the mention: other members of the same
/// list, articles, "the Government of".
const WORDS: [(&str, &str); 9] = [
    (
        "<the>",
        "(?:[^.;:,()]+(?:,| and) ){0,4}(?:the )?(?:(?:governments?|people|kingdom|republic|state) of )?(?:the )?",
    ),
    (
        "<done>",
        "implemented|launched|held|rolled out|organi[sz]ed|piloted|conducted|delivered|carried out|started|extended|\
         expanded|replicated|run|set up|established|scaled up|introduced",
    ),
    (
        "<do>",
        "take place|start|begin|launch|expand|extend|implement|roll out|pilot|replicate|organi[sz]e|conduct|deliver",
    ),
    ("<movers>", "migrants?|refugees?|nationals|emigrants?|(?:asylum[- ])?seekers?|deportees|expatriates"),
    (
        "<people>",
        "citizens|persons|people|workers?|returnees|repatriates|arrivals|influx|exodus|women|men|children|families|youth|students",
    ),
    (
        "<coming>",
        "coming|arriving|returning|returned|returns?|repatriated|deported|evacuated|displaced|expelled|migration|\
         emigration|immigration|remittances|exports",
    ),
    (
        "<going>",
        "migrat(?:e|es|ed|ing|ion)|emigrat(?:e|ed|ing|ion)|mov(?:e|ed|ing)|travel(?:led|ling)?|bound|en route|exports?|\
         smuggled|trafficked|mobility",
    ),
    (
        "<beside>",
        "neighbou?r(?:s|ing)?(?: countr(?:y|ies))?|border(?:s|ing)?(?: \\w+)? with|bordering|compared (?:to|with)|\
         similar to|unlike|war (?:in|on|against)",
    ),
    (
        "<there>",
        "government|authorit|officials?|ministr|institutions?|parliament|police|municipal|partners?|counterparts?|\
         econom|labour market|communit|region|province|district|cit(?:y|ies)|returnees|diaspora|society|civil|state",
    ),
];
