//! Values in their plain form.

use crate::record::{Figure, Money, PartialDate, Period, Qualifier, Stage};

/// `1700000 USD`.
pub fn money(money: &Money) -> String {
    format!("{} {}", money.amount, money.currency)
}

/// An ISO 8601 interval, `2019-11/2023-10`; `..` for an open end.
pub fn interval(period: &Period) -> String {
    let date = |date: Option<PartialDate>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
    format!("{}/{}", date(period.start), date(period.end))
}

/// The stage as the GraphQL enum spells it.
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::ConceptNoteApproved => "CONCEPT_NOTE_APPROVED",
        Stage::DocumentSolicited => "DOCUMENT_SOLICITED",
        Stage::Funded => "FUNDED",
        Stage::Completed => "COMPLETED",
    }
}

/// `AT_LEAST 300-400 women farmers (2021; both programmes)`: the qualifier unless it is exact, the number or range, the
/// unit, the year and scope where there are any.
pub fn figure(figure: &Figure) -> String {
    let Figure { value, value_max, qualifier, unit, year, scope } = figure;
    let qualifier = match qualifier {
        Qualifier::Exact => "",
        Qualifier::About => "ABOUT ",
        Qualifier::AtLeast => "AT_LEAST ",
        Qualifier::Almost => "ALMOST ",
    };
    let most = value_max.map(|most| format!("-{most}")).unwrap_or_default();
    let about: Vec<String> = year.iter().map(u16::to_string).chain(scope.clone()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join("; ")) };
    format!("{qualifier}{value}{most} {unit}{about}")
}
