//! Names to IP addresses, of which only public ones reach the connection: what is judged is what is connected to.

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Guard, Refusal, public};

/// Why a name gives no address to connect to.
#[derive(Debug, Clone, thiserror::Error)]
pub(in crate::fetch) enum ResolveError {
    /// It resolves to addresses that are not asked.
    #[error(transparent)]
    Refused(Refusal),
    /// It does not resolve.
    #[error("the name does not resolve: {0}")]
    Unknown(String),
}

/// The system's resolver behind the guard.
pub(in crate::fetch) struct Resolver(pub(in crate::fetch) Guard);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().trim_end_matches('.').to_lowercase();
        let excepted = self.0.lists(&host);
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await;
            let addresses = judged(found.map(Iterator::collect), excepted)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The addresses that may be connected to. One private address among public ones costs only itself.
fn judged(found: io::Result<Vec<SocketAddr>>, excepted: bool) -> Result<Vec<SocketAddr>, ResolveError> {
    let mut addresses = found.map_err(|error| ResolveError::Unknown(error.to_string()))?;
    let first: Option<IpAddr> = addresses.first().map(SocketAddr::ip);
    addresses.retain(|address| excepted || public(address.ip()).is_ok());
    match first {
        None => Err(ResolveError::Unknown("it has no address".into())),
        Some(first) if addresses.is_empty() => {
            public(first).map_err(ResolveError::Refused).map(|()| addresses)
        }
        Some(_) => Ok(addresses),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(found: &[&str], excepted: bool) -> Result<Vec<String>, ResolveError> {
        let found = found.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect();
        judged(Ok(found), excepted).map(|good| good.iter().map(|at| at.ip().to_string()).collect())
    }

    #[test]
    fn only_public_addresses_reach_the_connection_unless_the_host_is_excepted() {
        assert_eq!(judge(&["10.0.0.1", "1.1.1.1", "::1"], false).unwrap(), ["1.1.1.1"]);
        assert_eq!(judge(&["10.0.0.1"], true).unwrap(), ["10.0.0.1"]);
        assert!(matches!(judge(&["10.0.0.1", "::1"], false), Err(ResolveError::Refused(_))));
        assert!(matches!(judge(&[], true), Err(ResolveError::Unknown(_))));
    }
}
