//! Why there is no document: typed where a caller branches, told where a person reads.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use reqwest::Url;

use super::guard::Refusal;

/// None of the addresses gave the document.
#[derive(Debug, Clone)]
pub struct FetchError {
    /// What happened at each address, in the order in which they were asked.
    pub failures: Vec<std::sync::Arc<Failure>>,
}

impl FetchError {
    /// The earliest time that a publisher, or the rest that a host is given, asks to wait for; none when one of the
    /// addresses says nothing, so that it need not wait for another's time.
    #[must_use]
    pub fn retry_at(&self) -> Option<DateTime<Utc>> {
        // No time comes before every time. Who asked for one is left alone until then, whenever the others are asked.
        self.failures.iter().map(|failure| failure.retry_at).min().flatten()
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.failures.as_slice() {
            [] => f.write_str("there is no address to fetch from: configure one"),
            [failure] => write!(f, "{failure}: {}", told(&failure.cause)),
            failures => {
                write!(f, "none of {} addresses gave the document", failures.len())?;
                for failure in failures {
                    write!(f, "; {failure}: {}", told(&failure.cause))?;
                }
                Ok(())
            }
        }
    }
}

/// One error can have one source: the causes of several addresses are told in its own words instead.
impl std::error::Error for FetchError {}

/// What happened at one address. Its words and those of its causes are for everybody: they show an address as
/// [`shown`] does, and none that a name resolves to.
#[derive(Debug, thiserror::Error)]
#[error("{} gave no document{}{}", places(asked, address), counted(*tries), waits(*retry_at))]
pub struct Failure {
    /// The address that was asked, one of those given.
    pub asked: Url,
    /// Where it happened: that address, one that it redirects to, or the `robots.txt` of either.
    pub address: Url,
    /// What happened, the last time that it was tried.
    #[source]
    pub cause: Cause,
    /// How often it was tried; 0 when the hub or the rest of its host did not let it be.
    pub tries: u32,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// When to try again, as the publisher said or because the host is left alone until then; none when nothing says.
    pub retry_at: Option<DateTime<Utc>>,
}

/// What happened.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The guard does not let it be asked.
    #[error("the hub does not ask this address")]
    NotAllowed(#[source] Refusal),
    /// The host's `robots.txt` does not let us read it.
    #[error(
        "`robots.txt` of its host does not let programs read it: ask the publisher, or configure another address"
    )]
    Robots,
    /// The host's `robots.txt` cannot be had, which forbids everything until it can.
    #[error(
        "`robots.txt` of its host answers with status {0}, which forbids everything until it can be read"
    )]
    RobotsUnavailable(u16),
    /// The host's name does not resolve.
    #[error("the host is not known: check its name and this machine's DNS ({0})")]
    Dns(String),
    /// There is no connection.
    #[error("no connection to the host: check the address, the network and the firewall")]
    Connect(#[source] reqwest::Error),
    /// The connection cannot be encrypted.
    #[error(
        "no encrypted connection to the host: check its certificate, and that it speaks https at this port"
    )]
    Tls(#[source] reqwest::Error),
    /// The publisher took too long.
    #[error("the host took too long {0}: try again later, or raise `{timeout}` in the section [fetch]", timeout = .0.setting())]
    Timeout(Phase),
    /// The answer has another status than one with a document.
    #[error("the host answers with status {0}{hint}", hint = hint(*.0))]
    Status(u16),
    /// The document is larger than the hub reads.
    #[error(
        "the document has more than {most} bytes: check that it is the right one, or raise `most_bytes` in the \
         section [fetch]"
    )]
    TooLarge {
        /// The most bytes that are read.
        most: usize,
    },
    /// The answer ends before its end.
    #[error("the answer broke off")]
    Truncated(#[source] reqwest::Error),
    /// The body cannot be decompressed.
    #[error("the answer is not compressed as it says")]
    Encoding(#[source] reqwest::Error),
    /// The body is compressed in a way that was not asked for.
    #[error("the answer is compressed as `{0}`, which the hub did not ask for and cannot read")]
    UnknownEncoding(String),
    /// What came is no HTTP.
    #[error("the answer is no HTTP answer, or broke off before its headers were complete")]
    Protocol(#[source] reqwest::Error),
    /// Redirects lead back to where they came from.
    #[error("it redirects in a circle, back to `{}`: configure the address of the document itself", shown(.0))]
    RedirectLoop(Url),
    /// There are too many redirects.
    #[error("it redirects more than {0} times: configure the address of the document itself")]
    TooManyRedirects(usize),
    /// A redirect leads nowhere.
    #[error("it redirects with status {status} to no address: the log has what it says instead")]
    BadRedirect {
        /// The status.
        status: u16,
        /// What stands where the address should.
        location: String,
    },
    /// The host failed too often and is left alone for a while.
    #[error("its host failed too often in a row and is left alone for a while; the last time, {0}")]
    Resting(String),
    /// The host asked to wait.
    #[error("its host asked to be left alone for a while")]
    AskedToWait,
}

/// Which wait was too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// For the connection.
    Connect,
    /// For the answer to begin or to go on.
    Read,
    /// For all of it.
    Total,
}

impl Phase {
    fn setting(self) -> &'static str {
        match self {
            Self::Connect => "connect_timeout",
            Self::Read => "read_timeout",
            Self::Total => "total_timeout",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "to accept a connection",
            Self::Read => "to answer, or stopped in the middle",
            Self::Total => "to give all of the document",
        })
    }
}

impl Cause {
    /// Whether it may pass by itself within seconds: only then is a request repeated and held against the host.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Dns(_) | Self::Connect(_) | Self::Tls(_) | Self::Timeout(_) => true,
            Self::Truncated(_) | Self::Encoding(_) | Self::Protocol(_) => true,
            Self::Status(status) | Self::RobotsUnavailable(status) => is_passing(*status),
            Self::NotAllowed(_) | Self::Robots | Self::TooLarge { .. } | Self::UnknownEncoding(_) => false,
            Self::RedirectLoop(_) | Self::TooManyRedirects(_) | Self::BadRedirect { .. } => false,
            Self::Resting(_) | Self::AskedToWait => false,
        }
    }
}

/// Whether a status may pass by itself.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => ", it does not let us read: ask the publisher, or configure another address",
        404 | 410 => ", the document is not there: configure where it is now",
        429 => ", it gets too many requests: raise `host_interval` in the section [fetch]",
        500..=599 => ", it has a failure of its own: try again later",
        _ => ", and not with a document: check the address",
    }
}

/// An error with its causes, in one line.
#[must_use]
pub fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn places(asked: &Url, address: &Url) -> String {
    let (asked, address) = (shown(asked), shown(address));
    if asked == address { format!("`{asked}`") } else { format!("`{asked}` (at `{address}`)") }
}

/// An address as everybody may see it: without what may be secret in it, which is its query, too.
#[must_use]
pub fn shown(address: &Url) -> Url {
    let mut shown = without_user(address);
    shown.set_query(None);
    shown.set_fragment(None);
    shown
}

/// An address as the log may have it.
pub(super) fn without_user(address: &Url) -> Url {
    let mut shown = address.clone();
    // Where they cannot be taken out there are none.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown
}

fn counted(tries: u32) -> String {
    if tries > 1 { format!(" in {tries} tries") } else { String::new() }
}

fn waits(retry_at: Option<DateTime<Utc>>) -> String {
    retry_at.map_or_else(String::new, |at| {
        format!(" and is not asked again before {}", at.to_rfc3339_opts(SecondsFormat::Secs, true))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn an_address_that_asks_for_no_wait_need_not_wait_for_another() {
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let later = at + chrono::TimeDelta::hours(1);
        let retry_at = |waits: &[Option<DateTime<Utc>>]| {
            let address = Url::parse("https://publisher.example/").unwrap();
            let failure = |retry_at: &Option<_>| {
                let (asked, address) = (address.clone(), address.clone());
                Failure { asked, address, cause: Cause::AskedToWait, tries: 1, at, retry_at: *retry_at }
            };
            FetchError { failures: waits.iter().map(failure).map(Arc::new).collect() }.retry_at()
        };
        assert_eq!(retry_at(&[Some(later), None]), None);
        assert_eq!(retry_at(&[None, Some(later)]), None);
        assert_eq!(retry_at(&[Some(later), Some(at)]), Some(at));
        assert_eq!(retry_at(&[]), None);
    }

    #[test]
    fn what_a_publisher_says_of_addresses_is_not_told_in_full() {
        let circle = Cause::RedirectLoop(Url::parse("https://me:secret@a.example/b?secret#secret").unwrap());
        let nowhere = Cause::BadRedirect { status: 302, location: "http://me:secret@?secret".into() };
        let address = "10.9.8.7".parse().unwrap();
        let private = Cause::NotAllowed(Refusal::NotPublic { address, what: "private" });
        for (cause, part) in [(circle, "`https://a.example/b`"), (nowhere, "302"), (private, "allowed_hosts")]
        {
            let told = told(&cause);
            assert!(told.contains(part), "{told}");
            assert!(!told.contains("secret") && !told.contains("10.9"), "{told}");
        }
    }

    #[test]
    fn what_happened_at_each_address_is_told_with_its_remedy() {
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let url = |text| Url::parse(text).unwrap();
        let gone = Failure {
            asked: url("https://publisher.example/a.pdf"),
            address: url("https://publisher.example/a.pdf"),
            cause: Cause::Status(503),
            tries: 4,
            at,
            retry_at: Some(at),
        };
        let private = Failure {
            asked: url("https://mirror.example/a.pdf?key=secret#secret"),
            address: url("http://me:secret@10.0.0.1/?secret"),
            cause: Cause::NotAllowed(Refusal::Credentials),
            tries: 0,
            at,
            retry_at: None,
        };
        let error = FetchError { failures: vec![Arc::new(gone), Arc::new(private)] };
        assert_eq!(
            error.to_string(),
            "none of 2 addresses gave the document; `https://publisher.example/a.pdf` gave no document in 4 tries \
             and is not asked again before 2027-01-15T08:00:00Z: the host answers with status 503, it has a failure \
             of its own: try again later; `https://mirror.example/a.pdf` (at `http://10.0.0.1/`) gave no document: \
             the hub does not ask this address: it has a user's name or password, which would be sent in the clear: \
             take them out"
        );
    }
}
