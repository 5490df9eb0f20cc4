//! What a country or region is named for: the rule that tells a place of work from every other mention.
//!
//! The rule reads the words just before and just after a mention, within its sentence. Without a sign of another
//! role a name is a place of work; a demonym needs a sign that work is done there.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::reference::MentionForm;

/// What a country or region is named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PlaceRole {
    /// Work is or was done there, or the text is about it: "In Peru, …", "UNDP Peru", "a study on Peru".
    Work,
    /// Work is planned there and not done: "workshops are planned in Peru", "to be implemented in Peru".
    Planned,
    /// It pays, or a fund or partnership bears its name: "funded by Peru", "Peru-UNDP projects".
    Donor,
    /// An office or institution that serves others sits there or bears its name: an embassy, a regional hub, a
    /// university.
    Seat,
    /// People come from there or are its nationals: "refugees from Peru", "Peruvian workers".
    Origin,
    /// People or goods go there: "migration to Peru".
    Destination,
    /// It is there to compare or to situate: "bordering Peru", "the war in Peru"; a demonym that says no more.
    Context,
}

/// The role of the mention (or list of mentions) at some bytes of a text. Bounded work, whatever the text.
#[must_use]
pub fn role_of(text: &str, range: &Range<usize>, form: MentionForm) -> PlaceRole {
    let before = before(text, range.start);
    let after = after(text, range.end);
    let mut rules = RULES.iter().filter(|rule| rule.form.is_none_or(|only| only == form));
    match rules.find(|rule| rule.before.is_match(before) && rule.after.is_match(after)) {
        Some(rule) => rule.role,
        None if form == MentionForm::Demonym => PlaceRole::Context,
        None => PlaceRole::Work,
    }
}

/// No rule looks farther than this many bytes.
const REACH: usize = 200;

/// The end of the mention's sentence so far.
fn before(text: &str, end: usize) -> &str {
    let mut start = end.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let reach = text.get(start..end).unwrap_or_default();
    SENTENCE_END.find_iter(reach).last().and_then(|end| reach.get(end.end()..)).unwrap_or(reach)
}

/// The rest of the mention's sentence, as far as rules look.
fn after(text: &str, start: usize) -> &str {
    let mut end = text.len().min(start + REACH / 2);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

struct Rule {
    role: PlaceRole,
    /// Only for names, or only for demonyms.
    form: Option<MentionForm>,
    before: Regex,
    after: Regex,
}

/// The rules, the most telling first; the first that fits decides. `<the>` stands for what may come between a sign
/// and the mention: articles, "the Government of", and other members of the same list.
const TABLE: [(PlaceRole, Option<MentionForm>, &str, &str); 25] = {
    use MentionForm::{Demonym, Name};
    use PlaceRole::{Context, Destination, Donor, Origin, Planned, Seat, Work};
    [
        // Money and names of funds.
        (Donor, None, r"", r"^[-–]\s?[A-Z]{2,}"),
        (Donor, None, r"", r"^[-–](?:funded|financed|sponsored|backed)\b"),
        (Donor, None, r"", r"^(?:['’]s?)?\s(?:[A-Z]\w+\s)?(?:(?:Trust\s)?Fund\b|trust\sfund\b|aid\b)"),
        (Donor, None, r"", r"^\s(?:Agency\sfor|(?:International\s)?(?:Development|Cooperation)\s(?:Cooperation|Agency|Aid))\b"),
        (Donor, None, r"(?i)\b(?:funded|financed|sponsored|donated|paid)\s(?:\w+ly\s)?by\s<the>$", r""),
        (Donor, None, r"(?i)\b(?:funding|funds|grants?|contributions?|donations?|financing|financial\s\w+)\s(?:from|by|of)\s<the>$", r""),
        (Donor, None, r"(?i)\bdonors?(?:,|:|\s\(|\ssuch\sas|\sincluding|\slike)?\s<the>$", r""),
        // Seats of offices and names of institutions.
        (Seat, None, r"", r"^\s(?:[Ee]mbass|[Cc]onsulate|High\sCommission|Mission\sto|University|Regional\s(?:Hub|Office|Bureau|Cent))"),
        (Seat, None, r"(?i)\b(?:embass(?:y|ies)|consulates?|university|institute|college|academy|bank)\s(?:of|in)\s<the>$", r""),
        (Seat, None, r"(?i)\bregional\s(?:hub|office|cent(?:re|er)|bureau)\s(?:of\s\w+\s)?(?:in|for|of|at)\s<the>$", r""),
        (Seat, None, r"(?i)(?:^|\s)(?:headquarters|headquartered|based|hub)\s(?:in|at|of)\s(?:[A-Z][\w’'-]*,\s)?<the>$", r""),
        // What is planned, unless the name is only the beginning of a longer name.
        (Planned, Some(Name), r"(?i)\b(?:planned|foreseen|scheduled|envisaged|expected|intends?|planning)\s(?:(?:to|for|in)\s[^.;]*\s)?(?:in|for|to|with|across|countries:)\s<the>$", NOT_A_LONGER_NAME),
        (Planned, Some(Name), r"(?i)\bplanned\s(?:\w+\s){1,3}(?:in|for|across)\s<the>$", NOT_A_LONGER_NAME),
        (Planned, Some(Name), r"(?i)\b(?:to|will|shall|would)\s(?:\w+\s)?be\s(?:\w+ly\s)?(?:implemented|launched|held|rolled\sout|organi[sz]ed|piloted|conducted|delivered|carried\sout|started|extended|expanded|replicated|run|set\sup|established|scaled\sup|introduced)\b[^.;]*\s(?:in|to|across|for)\s<the>$", NOT_A_LONGER_NAME),
        (Planned, Some(Name), r"(?i)\bwill\s(?:\w+ly\s|also\s)?(?:take\splace|start|begin|launch|expand|extend|implement|roll\sout|pilot|replicate|organi[sz]e|conduct|deliver)\b[^.;]*\s(?:in|to|across)\s<the>$", NOT_A_LONGER_NAME),
        (Planned, Some(Name), r"(?i)\bwill\s(?:\w+ly\s|also\s)?(?:cover|include|target|reach|involve|benefit)\s<the>$", NOT_A_LONGER_NAME),
        (Planned, Some(Name), r"(?i)\b(?:upcoming|forthcoming)\s[^.;,]*\s(?:in|for)\s<the>$", NOT_A_LONGER_NAME),
        // People and where they come from or go to.
        (Origin, Some(Name), r"(?i)\b(?:migrants?|refugees?|nationals|citizens|emigrants?|(?:asylum[- ])?seekers?|persons|people|workers|returnees|repatriates|deportees|expatriates|arrivals|influx|exodus|women|men|children|families|youth|students)\s(?:\w+(?:ed|ing)\s)?(?:from|out\sof)\s<the>$", r""),
        (Origin, Some(Name), r"(?i)\b(?:migrants?|refugees?|nationals|emigrants?|migrantes|refugiad[oa]s|réfugiée?s)\s(?:of|de|del|du)\s(?:la\s)?<the>$", r""),
        (Origin, Some(Name), r"(?i)\b(?:fleeing|fled|originating\s(?:in|from)|(?:coming|arriving|returning|returned|returns?|repatriated|deported|evacuated|displaced|expelled|migration|emigration|immigration|remittances|exports)\sfrom)\s<the>$", r""),
        (Origin, Some(Name), r"", r"^(?:['’]s)?\s(?:migrants|refugees|nationals|asylum)\b"),
        (Destination, Some(Name), r"(?i)\b(?:migrat(?:e|es|ed|ing|ion)|emigrat(?:e|ed|ing|ion)|mov(?:e|ed|ing)|travel(?:led|ling)?|bound|en\sroute|exports?|smuggled|trafficked|mobility)\s(?:to|for|towards)\s<the>$", r""),
        (Context, Some(Name), r"(?i)\b(?:neighbou?r(?:s|ing)?(?:\scountr(?:y|ies))?|border(?:s|ing)?(?:\s\w+)?\swith|bordering|compared\s(?:to|with)|similar\sto|unlike|war\s(?:in|on|against))(?:,?\s(?:such\sas|like|including))?\s<the>$", r""),
        (Work, Some(Demonym), r"", r"^\s(?:\w+\s)?(?:government|authorit|officials?|ministr|institutions?|parliament|police|municipal|partners?|counterparts?|econom|labour\smarket|communit|region|province|district|cit(?:y|ies)|returnees|diaspora|society|civil|state)"),
        (Origin, Some(Demonym), r"", r"^\s(?:\w+\s)?(?:migrants?|refugees?|nationals|citizens|workers?|women|men|children|families|youth|people|students)\b"),
    ]
};

/// The mention is not followed by another capitalised word ("the Peru Bread Strategy").
const NOT_A_LONGER_NAME: &str = r"^(?:\s?[^\sA-Z]|\s*$)";
const THE: &str = r"(?:[^.;:,()]+(?:,|\sand)\s){0,4}(?:the\s)?(?:(?:governments?|people|kingdom|republic|state)\sof\s)?(?:the\s)?";

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |(role, form, before, after): &(PlaceRole, Option<MentionForm>, &str, &str)| Rule {
        role: *role,
        form: *form,
        before: pattern(&before.replace("<the>", THE)),
        after: pattern(after),
    };
    TABLE.iter().map(rule).collect()
});

static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?;][”’)\x22]*\s+|\n"));

// The patterns are constants: that they compile is shown by any test that asks for a role.
#[allow(clippy::unwrap_used)]
pub(super) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}
