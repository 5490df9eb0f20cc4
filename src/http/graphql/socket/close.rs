//! Why a socket is closed, in the codes of the protocol.

use std::borrow::Cow;

use axum::extract::ws::CloseFrame;

/// The most bytes of a reason: what a control frame holds besides its code (RFC 6455, 5.5).
const MOST_REASON: usize = 123;

/// Why a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The server stops.
    Stopping,
    /// A message is too long.
    TooLong {
        /// The most bytes of one.
        most: usize,
    },
    /// A message is none of the protocol's.
    Invalid(String),
    /// An operation before the connection was acknowledged.
    TooEarly,
    /// The token that was shown is not good.
    Forbidden(String),
    /// Nothing was begun in time.
    TooLate,
    /// The identifier belongs to an operation that still runs.
    Taken(String),
    /// It was begun twice.
    Twice,
}

impl Close {
    /// The frame that says so.
    pub(super) fn frame(&self) -> CloseFrame {
        let (code, reason): (u16, Cow<'_, str>) = match self {
            Self::Stopping => (1001, "the hub stops: connect again in a while".into()),
            Self::TooLong { most } => (1009, format!("a message has {most} bytes at most").into()),
            Self::Invalid(why) => (4400, format!("invalid message: {why}").into()),
            Self::TooEarly => (4401, "unauthorised: wait for `connection_ack` before you subscribe".into()),
            Self::Forbidden(why) => (4403, format!("forbidden: {why}").into()),
            Self::TooLate => (4408, "connection initialisation timeout: send `connection_init`".into()),
            Self::Taken(id) => (4409, format!("subscriber for {id} already exists").into()),
            Self::Twice => (4429, "too many initialisation requests: one is enough".into()),
        };
        let end = reason.floor_char_boundary(MOST_REASON);
        CloseFrame { code, reason: reason[..end].into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_its_frame_whatever_the_client_wrote() {
        let frame = Close::Taken("é".repeat(200)).frame();
        assert_eq!(frame.code, 4409);
        assert!(frame.reason.len() <= MOST_REASON && frame.reason.ends_with('é'), "{}", frame.reason.len());
    }
}
