//! The parameters of an address or a form.

/// Names with their values, in their order; one may stand there more than once.
pub(super) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}
