//! The document that an answer is: what it is called decides how it is read.

use super::super::plan::SourcePlan;
use crate::document::{Document, MediaType};
use crate::fetch::{Fetched, shown};

/// The document of an answer; what is wrong with it for people.
pub(super) fn document(
    plan: &SourcePlan,
    fetched: &Fetched,
    bytes: &[u8],
    named: Option<&str>,
) -> Result<Document, String> {
    let charset = named.and_then(|named| parameter(named, "charset"));
    let by_name = || MediaType::of_file_name(fetched.address.path());
    let said = named.map(str::trim).filter(|named| {
        // What servers say of what they do not know.
        let essence = named.split(';').next().unwrap_or_default().trim();
        !["application/octet-stream", "binary/octet-stream", ""]
            .iter()
            .any(|none| essence.eq_ignore_ascii_case(none))
    });
    let media_type = match (plan.media_type, said) {
        (Some(configured), _) => Some(configured),
        (None, Some(said)) => MediaType::from_name(said),
        (None, None) => by_name(),
    };
    let Some(media_type) = media_type else {
        let known = MediaType::ALL.map(MediaType::as_str).join(", ");
        let named = named.map_or_else(|| "no media type".to_owned(), |named| format!("`{named}`"));
        return Err(format!(
            "`{}` gives {named}, and the hub reads {known}: configure the address of the document itself, or its \
             `media_type`",
            shown(&fetched.address)
        ));
    };
    Ok(Document { bytes: bytes.to_vec(), media_type, origin: shown(&fetched.address).to_string(), charset })
}

/// The value of a parameter of a media type.
fn parameter(media_type: &str, name: &str) -> Option<String> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut values = parameters.filter(|(given, _)| given.trim().eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim().trim_matches('"').to_owned())
}
