//! Words that tell a name from other capitalised words. Data only: lists of lower-case words.

/// Small words inside names.
pub(super) const JOINING: &str = "\
    da de del des di do dos du el la las le los";
/// Words that are followed by "of" in a name.
pub(super) const BEFORE_OF: &str = "\
    bay cape city gulf horn isle strait valley";
/// First words that make a name even where a sentence begins.
pub(super) const NAME_BEGINNINGS: &str = "\
    addis el fort la lake las los mount port puerto rio saint san santa santo st são";
/// Words that make a country's name a town's.
pub(super) const TOWN_WORDS: &str = "city town";
/// Words for kinds of place, after a name.
pub(super) const PLACE_WORDS: &str = "\
    area areas basin border canton city commune county department district districts governorate \
    governorates island islands municipalities municipality oblast oblasts port prefecture province \
    provinces region regions river state town valley village";
/// Months and days.
pub(super) const MONTHS: &str = "\
    april august december february friday january july june march may monday november october saturday \
    september sunday thursday tuesday wednesday";
/// Words that make a capitalised sequence the name of an institution, a document, an event or a subject; singular
/// where a plural is formed with an s.
pub(super) const GENERIC: &str = "\
    academy accord act action administration administrator adviser advisor agency agenda agreement alliance \
    analysis article assembly assessment assistant association authority bank board bureau campaign center \
    centre chancellery church climate coalition college commission committee community compact conference \
    constitution convention cooperation council country court development diaspora director directorate \
    displacement economic facilitation federation forum foundation founder framework fund gender global goal \
    government group guidance guide hub human initiative institute institution integrated integration \
    international investment joint labour law league livelihood manager member migration ministries ministry \
    mission mobility national nations network office organisation organization parliament partnership phase \
    plan platform pledge policy program programme project protocol refugee remittance report resilience \
    secretariat security social society strategy summit survey talk team trainer training union university \
    vision workstream";
/// Capitalised words that only open a sentence.
pub(super) const OPENING: &str = "\
    a an and as at both by during for from in its of on our the this through to together under with";
