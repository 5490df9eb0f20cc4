//! Whose a request is: of who has the connection, or of the one for whom a trusted proxy asks.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Once;

use axum::http::HeaderMap;
use axum::http::header::{FORWARDED, HeaderName};

use super::super::settings::{ProxyHeader, Settings};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who is counted as one: an address of IPv4, or a network of IPv6 with 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) struct Client(IpAddr);

impl Client {
    /// The client at an address; `None` for this machine.
    pub(super) fn of(address: IpAddr) -> Option<Self> {
        match address.to_canonical() {
            address if address.is_loopback() => None,
            IpAddr::V4(address) => Some(Self(address.into())),
            IpAddr::V6(address) => {
                let network = address.to_bits() & (u128::MAX << 64);
                Some(Self(Ipv6Addr::from_bits(network).into()))
            }
        }
    }

    /// All for whom a proxy on this machine asks that is not trusted: one client. `None` when it says nothing of others.
    fn of_unknown_proxy(peer: IpAddr, headers: &HeaderMap) -> Option<Self> {
        static TOLD: Once = Once::new();
        if !headers.contains_key(X_FORWARDED_FOR) && !headers.contains_key(FORWARDED) {
            return None;
        }
        TOLD.call_once(|| {
            tracing::warn!(
                %peer,
                "requests come through a proxy on this machine, and all its users are one client: name it in \
                 `trusted_proxies` of `[http]`"
            );
        });
        Some(Self(peer.to_canonical()))
    }

    /// The client of a request. What a header says counts from its end, as far as trusted proxies have written it.
    pub(super) fn of_request(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> Option<Self> {
        if !settings.trusts(peer) {
            return Self::of(peer).or_else(|| Self::of_unknown_proxy(peer, headers));
        }
        let (name, read): (_, fn(&str) -> Option<IpAddr>) = match settings.proxy_header {
            ProxyHeader::XForwardedFor => (X_FORWARDED_FOR, address),
            ProxyHeader::Forwarded => (FORWARDED, for_of),
        };
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
        let mut last = peer;
        for hop in lines.collect::<Vec<_>>().iter().rev().flat_map(|line| line.rsplit(',')) {
            // What cannot be read is not believed, nor what stands before it.
            let Some(address) = read(hop.trim()) else { break };
            last = address;
            if !settings.trusts(address) {
                break;
            }
        }
        Self::of(last)
    }
}

/// An address, with a port or without, IPv6 also in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// The address in `for=…` of one element of `Forwarded`.
fn for_of(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, node) = pairs.find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    address(node.trim_matches('"'))
}
