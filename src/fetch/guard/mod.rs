//! The guard against requests to where no publisher is: only http(s), only public IP addresses.
//!
//! [`Guard::check`] judges an address by itself, and thereby every literal IP address, for which no resolver is asked.
//! [`Resolver`] judges what a name resolves to, and gives the connection just what it judged. Both are asked anew at
//! every redirect. It makes no request.

mod public;
mod resolver;

use std::collections::HashSet;
use std::net::IpAddr;

use reqwest::Url;

pub(super) use resolver::{ResolveError, Resolver};

/// What may be asked.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    /// Hosts that may be private, at every port.
    hosts: HashSet<String>,
    /// Hosts that may be private, at that port.
    hosts_at: HashSet<(String, u16)>,
}

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its scheme is another one.
    #[error("its scheme is `{0}`, and only http and https are fetched: configure an http(s) address")]
    Scheme(String),
    /// It has no host.
    #[error("it names no host: configure an http(s) address")]
    NoHost,
    /// It has a user's name or password.
    #[error("it has a user's name or password, which would be sent in the clear: take them out")]
    Credentials,
    /// Its IP address is not public.
    #[error(
        "its host is at an IP address that is not public ({what}), which the log has: when that is meant, add the \
         host to `allowed_hosts` in the section [fetch]"
    )]
    NotPublic {
        /// The IP address. It is not told: everybody may read why a source is not fresh, and so learn of a network.
        address: IpAddr,
        /// What it is instead.
        what: &'static str,
    },
    /// The operator lists the host with other ports.
    #[error(
        "`allowed_hosts` in the section [fetch] has the host `{host}` with other ports than {port}: when that is \
         meant, add `{host}:{port}`"
    )]
    OtherPort {
        /// The host.
        host: String,
        /// The port of the address.
        port: u16,
    },
    /// A redirect would give up encryption.
    #[error(
        "it is not encrypted although the address that redirects to it is: when that is meant, add its host to \
         `allowed_hosts` in the section [fetch]"
    )]
    Downgrade,
}

impl Guard {
    /// The guard with the operator's exceptions; the error is an entry that is none.
    pub(super) fn new(allowed_hosts: &[String]) -> Result<Self, String> {
        let mut guard = Self { hosts: HashSet::new(), hosts_at: HashSet::new() };
        for entry in allowed_hosts {
            // Read as addresses are, so that a host has one spelling.
            let read = Url::parse(&format!("http://{entry}/")).ok();
            let plain = |url: &Url| url.path() == "/" && url.username().is_empty() && url.query().is_none();
            let Some(url) = read.filter(|url| plain(url) && !entry.contains(['/', '@', '#', '*'])) else {
                return Err(entry.clone());
            };
            let Some(host) = host(&url) else { return Err(entry.clone()) };
            match url.port().or(entry.ends_with(":80").then_some(80)) {
                None => guard.hosts.insert(host),
                Some(port) => guard.hosts_at.insert((host, port)),
            };
        }
        Ok(guard)
    }

    /// Judges an address before it is asked; `from` is the address that redirects to it.
    pub(super) fn check(&self, address: &Url, from: Option<&Url>) -> Result<(), Refusal> {
        if !matches!(address.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(address.scheme().to_owned()));
        }
        if !address.username().is_empty() || address.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let host = host(address).ok_or(Refusal::NoHost)?;
        let port = address.port_or_known_default().ok_or(Refusal::NoHost)?;
        if self.hosts.contains(&host) || self.hosts_at.contains(&(host.clone(), port)) {
            return Ok(());
        }
        // The resolver is told no port: it lets the name pass for any, so others are refused here.
        if self.lists(&host) {
            return Err(Refusal::OtherPort { host, port });
        }
        if address.scheme() == "http" && from.is_some_and(|from| from.scheme() == "https") {
            return Err(Refusal::Downgrade);
        }
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        literal.map_or(Ok(()), public)
    }

    /// Whether the operator lists the host, with a port or without.
    fn lists(&self, host: &str) -> bool {
        self.hosts.contains(host) || self.hosts_at.iter().any(|(listed, _)| listed == host)
    }
}

/// The host in one spelling: the parser of addresses has made it lower case and IP addresses canonical.
fn host(address: &Url) -> Option<String> {
    let host = address.host_str()?.trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_owned())
}

fn public(address: IpAddr) -> Result<(), Refusal> {
    public::why_not_public(address).map_or(Ok(()), |what| Err(Refusal::NotPublic { address, what }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(allowed: &[&str]) -> Guard {
        let allowed: Vec<_> = allowed.iter().map(ToString::to_string).collect();
        Guard::new(&allowed).unwrap()
    }

    fn check(guard: &Guard, address: &str) -> Result<(), Refusal> {
        guard.check(&Url::parse(address).unwrap(), None)
    }

    #[test]
    fn an_ip_address_is_known_in_any_spelling() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "127.1",
            "0177.0.0.1",
            "0x7f000001",
            "127.0.0.1.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "0",
            "[::]",
            "\u{ff11}27.0.0.1",
            "169.254.169.254",
            "%31%32%37.0.0.1",
        ] {
            let refusal = check(&guard(&[]), &format!("http://{host}/"));
            assert!(matches!(refusal, Err(Refusal::NotPublic { .. })), "{host}: {refusal:?}");
        }
        assert_eq!(check(&guard(&[]), "https://1.1.1.1/"), Ok(()));
        assert_eq!(check(&guard(&[]), "http://example.org/"), Ok(()));
    }

    #[test]
    fn only_http_without_credentials_is_asked() {
        let check = |address| check(&guard(&[]), address);
        assert_eq!(check("ftp://example.org/"), Err(Refusal::Scheme("ftp".into())));
        assert_eq!(check("file:///etc/passwd"), Err(Refusal::Scheme("file".into())));
        assert_eq!(check("https://me@example.org/"), Err(Refusal::Credentials));
        assert_eq!(check("https://:secret@example.org/"), Err(Refusal::Credentials));
    }

    #[test]
    fn the_operator_excepts_hosts_or_ports_of_hosts() {
        let guard = guard(&["127.1:8080", "Intranet.example", "[::1]", "10.0.0.1:80"]);
        for address in
            ["http://127.0.0.1:8080/", "http://intranet.example:1/", "http://[::1]:99/", "http://10.0.0.1/"]
        {
            assert_eq!(check(&guard, address), Ok(()), "{address}");
        }
        let other = Refusal::OtherPort { host: "127.0.0.1".into(), port: 80 };
        assert_eq!(check(&guard, "http://127.0.0.1/"), Err(other));
        assert!(check(&guard, "http://127.0.0.2:8080/").is_err());
        assert!(check(&guard, "http://10.0.0.1:81/").is_err());
        for entry in
            ["http://a.example", "a.example/x", "me@a.example", "", "a b", "a.example:x", "a?b", "*.example"]
        {
            assert_eq!(Guard::new(&[entry.into()]).err(), Some(entry.into()));
        }
    }

    #[test]
    fn a_redirect_keeps_the_encryption() {
        let [encrypted, plain] =
            ["https://a.example/", "http://b.example/"].map(|url| Url::parse(url).unwrap());
        assert_eq!(guard(&[]).check(&plain, Some(&encrypted)), Err(Refusal::Downgrade));
        assert_eq!(guard(&[]).check(&encrypted, Some(&plain)), Ok(()));
        assert_eq!(guard(&["b.example"]).check(&plain, Some(&encrypted)), Ok(()));
    }
}
