//! What a caller shows: a text that is as good as a password.

use std::fmt;

use super::Denied;

/// The most bytes of a bearer: a JWT with many claims has a few thousand.
const LIMIT: usize = 8 * 1024;

/// A bearer token as it was sent. Neither `Debug` nor `Display` shows it.
#[derive(Clone)]
pub struct Bearer(String);

impl Bearer {
    /// The bearer of an `Authorization` header's value. The scheme's case does not matter.
    ///
    /// # Errors
    /// [`Denied::NoBearer`] when the scheme is another or the token is no token by its form, [`Denied::TooLong`].
    pub fn of_header(value: &str) -> Result<Self, Denied> {
        let (scheme, token) = value.trim().split_once(' ').ok_or(Denied::NoBearer)?;
        let token = token.trim_start();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(Denied::NoBearer);
        }
        if token.len() > LIMIT {
            return Err(Denied::TooLong { limit: LIMIT });
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Denied::NoBearer);
        }
        Ok(Self(token.to_owned()))
    }

    /// The text itself, of a token that was just made.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself: to check it, or to show it once to the one it is made for.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer([redacted])")
    }
}

impl fmt::Display for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_may_be_in_any_case() {
        for header in ["Bearer abc.def", "bearer abc.def", "BEARER   abc.def  "] {
            assert_eq!(Bearer::of_header(header).unwrap().reveal(), "abc.def");
        }
    }

    #[test]
    fn what_is_no_bearer_is_told_so() {
        for header in
            ["", "Bearer", "Bearer ", "Basic YTpi", "abc", "Bearer a b", "Bearer ab\u{7f}", "Bearer é"]
        {
            assert_eq!(Bearer::of_header(header).unwrap_err(), Denied::NoBearer, "{header}");
        }
    }

    #[test]
    fn a_token_may_have_8_kib_and_no_more() {
        assert!(Bearer::of_header(&format!("Bearer {}", "a".repeat(LIMIT))).is_ok());
        let long = Bearer::of_header(&format!("Bearer {}", "a".repeat(LIMIT + 1)));
        assert_eq!(long.unwrap_err(), Denied::TooLong { limit: LIMIT });
    }

    #[test]
    fn neither_debug_nor_display_shows_it() {
        let bearer = Bearer::of_header("Bearer swordfish").unwrap();
        assert_eq!(format!("{bearer:?} {bearer}"), "Bearer([redacted]) [redacted]");
    }
}
