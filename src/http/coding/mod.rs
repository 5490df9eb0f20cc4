//! Content codings: which one a client likes best, and answers in it.
//!
//! What is whole and kept is coded once by whoever keeps it ([`coded`]); everything else is coded on its way out
//! ([`on_the_way`]). Nothing here decides what may be kept.

mod coder;
mod layer;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, HeaderValue};

use super::accept;
pub(super) use coder::Coder;
pub(super) use layer::on_the_way;

/// What is shorter is sent as it is: it fits a packet or two, and a coding would save nothing that one notices.
pub(super) const LEAST: usize = 1024;

/// How the bytes of an answer are coded. The order is ours where a client likes several alike: zstd costs a fraction of
/// what brotli costs at nearly its size, and an answer that was never seen before is coded while somebody waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Zstd,
    Br,
    Gzip,
    Identity,
}

impl Coding {
    /// How many there are.
    pub const COUNT: usize = Self::Identity as usize + 1;

    /// Those that change the bytes.
    pub const CODED: [Self; 3] = [Self::Zstd, Self::Br, Self::Gzip];

    /// What a client wants: the coding with the most weight, never one that it refuses. One that refuses everything
    /// gets the bytes as they are (RFC 9110, 12.5.3, leaves that to the server).
    pub fn wanted(headers: &HeaderMap) -> Self {
        let mut weights = [None; Self::COUNT];
        let mut rest = None;
        for (name, weight) in accept::listed(headers, &ACCEPT_ENCODING) {
            match Self::of_name(name) {
                Some(coding) => weights[coding as usize] = Some(weight),
                None if name == "*" => rest = Some(weight),
                None => {}
            }
        }
        let identity = weights[Self::Identity as usize].or(rest).unwrap_or(0.0);
        let mut best = (Self::Identity, identity);
        for coding in Self::CODED.into_iter().rev() {
            let weight = weights[coding as usize].or(rest).unwrap_or(0.0);
            if weight > 0.0 && weight >= best.1 {
                best = (coding, weight);
            }
        }
        best.0
    }

    /// For `Content-Encoding`, and for the end of a tag; `None` of the bytes as they are.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Zstd => Some("zstd"),
            Self::Br => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// `Content-Encoding`; `None` of the bytes as they are.
    pub fn header(self) -> Option<HeaderValue> {
        self.name().map(HeaderValue::from_static)
    }

    fn of_name(name: &str) -> Option<Self> {
        const NAMES: [(&str, Coding); 5] = [
            ("gzip", Coding::Gzip),
            ("br", Coding::Br),
            ("zstd", Coding::Zstd),
            ("identity", Coding::Identity),
            // An alias that RFC 9110, 8.4.1.3, asks to be taken.
            ("x-gzip", Coding::Gzip),
        ];
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, coding)| *coding)
    }
}

/// Bytes in a coding; `None` where they go out as they are: they are short, or would not become shorter.
pub(super) fn coded(bytes: &[u8], coding: Coding) -> Option<Bytes> {
    if bytes.len() < LEAST {
        return None;
    }
    let coded = Coder::new(coding).and_then(|coder| coder.map(|coder| coder.whole(bytes)).transpose());
    match coded {
        Ok(coded) => coded.filter(|coded| coded.len() < bytes.len()),
        Err(error) => {
            tracing::error!(%error, ?coding, "an answer could not be compressed and goes out as it is");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &[&str], coding: Coding) {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT_ENCODING, value.parse().unwrap());
        }
        assert_eq!(Coding::wanted(&headers), coding, "{accept:?}");
    }

    #[test]
    fn a_client_gets_the_coding_that_it_likes_best() {
        check(&[], Coding::Identity);
        check(&[""], Coding::Identity);
        check(&["gzip, deflate, br, zstd"], Coding::Zstd);
        check(&["gzip, deflate, br"], Coding::Br);
        check(&["gzip"], Coding::Gzip);
        check(&["X-GZip"], Coding::Gzip);
        check(&["zstd;q=0.4, br;q=0.5 , gzip; q=0.5"], Coding::Br);
        check(&["gzip;q=1, zstd;q=0.9"], Coding::Gzip);
        check(&["gzip", "zstd"], Coding::Zstd);
        check(&["deflate, compress"], Coding::Identity);
        check(&["*"], Coding::Zstd);
        check(&["*;q=0.5, identity"], Coding::Identity);
        check(&["identity;q=1, gzip;q=0.5"], Coding::Identity);
        check(&["identity, gzip"], Coding::Gzip);
    }

    #[test]
    fn a_coding_that_is_refused_is_never_taken() {
        check(&["zstd;q=0, br;q=0, gzip;q=0"], Coding::Identity);
        check(&["zstd;q=0, *"], Coding::Br);
        check(&["identity;q=0, zstd;q=0, br;q=0, gzip;q=0"], Coding::Identity);
        check(&["*;q=0"], Coding::Identity);
        check(&["*;q=0, gzip;q=0.001"], Coding::Gzip);
    }

    #[test]
    fn what_is_short_or_does_not_shrink_goes_out_as_it_is() {
        assert_eq!(coded(&[b'a'; LEAST - 1], Coding::Gzip), None);
        let noise: Vec<u8> = (0_u64..512)
            .flat_map(|n| twox_hash::XxHash3_128::oneshot(&n.to_le_bytes()).to_le_bytes())
            .collect();
        for coding in Coding::CODED {
            assert_eq!(coded(&noise, coding), None, "{coding:?}");
            assert!(coded(&[b'a'; LEAST], coding).unwrap().len() < 100, "{coding:?}");
        }
        assert_eq!(coded(&[b'a'; LEAST], Coding::Identity), None);
    }
}
