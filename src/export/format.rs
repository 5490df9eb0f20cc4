//! The forms of an export, and which one is wanted: the ending of the address, or else what `Accept` prefers.

use super::problem::{Kind, Problem, listed, short};

/// A form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The answer's data, or an array of rows.
    Json,
    /// A table with a line of headers.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Ndjson];

    /// The ending of its files, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// For `Content-Type`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson; charset=utf-8",
        }
    }

    /// The media type without its parameters.
    #[must_use]
    pub fn bare_media_type(self) -> &'static str {
        self.media_type().split(';').next().unwrap_or_default()
    }

    /// The form with an ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The form that the last part of an address names by its ending, with the name before it; `None` without one.
    ///
    /// # Errors
    /// When the ending is of no form.
    pub fn of_name(name: &str) -> Result<(&str, Option<Self>), Problem> {
        let Some((name, ending)) = name.rsplit_once('.') else { return Ok((name, None)) };
        match Self::of_ending(ending) {
            Some(format) => Ok((name, Some(format))),
            None => {
                let endings = listed(Self::ALL.map(Self::ending));
                let ending = short(ending);
                Err(Problem::of(
                    Kind::Unknown,
                    format!("there is no form `{ending}`: end the address with one of {endings}"),
                ))
            }
        }
    }

    /// The form that `Accept` likes best; of forms liked equally, the one that is named more exactly.
    ///
    /// # Errors
    /// When it takes none.
    pub fn of_accept(accept: &str) -> Result<Self, Problem> {
        if accept.trim().is_empty() {
            return Ok(Self::Json);
        }
        let liked = |format: Self| {
            accept.split(',').filter_map(|range| likes(range, format)).max_by_key(|(exact, _)| *exact)
        };
        let mut best: Option<(u16, u8, Self)> = None;
        for format in Self::ALL {
            let Some((exact, weight)) = liked(format).filter(|(_, weight)| *weight > 0) else { continue };
            if best.is_none_or(|(most, how, _)| (weight, exact) > (most, how)) {
                best = Some((weight, exact, format));
            }
        }
        best.map(|(_, _, format)| format).ok_or_else(|| {
            let types = listed(Self::ALL.map(Self::bare_media_type));
            Problem::of(Kind::Form, format!("`Accept` takes none of {types}: name one, or end the address with `.json`, `.csv` or `.ndjson`"))
        })
    }
}

/// How exactly a media range names a form, and how much it is liked, in thousandths.
fn likes(range: &str, format: Format) -> Option<(u8, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let media_type = parts.next()?.to_ascii_lowercase();
    let exact = match (media_type.as_str(), format) {
        ("*/*", _) => 0,
        ("application/*", Format::Json | Format::Ndjson) | ("text/*", Format::Csv) => 1,
        ("application/ndjson" | "application/jsonl", Format::Ndjson) => 2,
        (other, _) if other == format.bare_media_type() => 2,
        _ => return None,
    };
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0)).clamp(0.0, 1.0);
    Some((exact, (weight * 1000.0) as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &str, expected: Option<Format>) {
        assert_eq!(Format::of_accept(accept).ok(), expected, "{accept}");
    }

    #[test]
    fn the_form_is_what_is_liked_best() {
        check("", Some(Format::Json));
        check("*/*", Some(Format::Json));
        check("text/csv", Some(Format::Csv));
        check("text/*", Some(Format::Csv));
        check("Text/CSV; charset=utf-8, */*", Some(Format::Csv));
        check("application/json;q=0.5, application/x-ndjson", Some(Format::Ndjson));
        check("application/jsonl", Some(Format::Ndjson));
        check("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Format::Json));
        check("text/csv;q=0, */*", Some(Format::Json));
        check("application/json;q=0, */*", Some(Format::Csv));
        check("text/html", None);
        check("text/csv;q=0", None);
    }

    #[test]
    fn an_ending_names_the_form() {
        assert_eq!(Format::of_name("pipeline-list").unwrap(), ("pipeline-list", None));
        assert_eq!(Format::of_name("pipeline-list.csv").unwrap(), ("pipeline-list", Some(Format::Csv)));
        assert!(Format::of_name("pipeline-list.xml").unwrap_err().message.contains("`ndjson`"));
    }
}
