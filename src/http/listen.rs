//! Taking an address, apart from serving on it, so that the real one can be told before the first request.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

/// Why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another server has it.
    #[error("cannot listen on `{0}`: address in use: stop the other server or give another with `--listen`")]
    InUse(SocketAddr),
    /// The system keeps it for others.
    #[error("cannot listen on `{0}`: not permitted: give a port from 1024 up with `--listen`")]
    NotPermitted(SocketAddr),
    /// No network of this machine has it.
    #[error("cannot listen on `{0}`: this machine has no such address: give one of its own with `--listen`")]
    NotHere(SocketAddr),
    /// Anything else.
    #[error("cannot listen on `{address}`: give another address with `--listen`")]
    Other {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// Listens on an address; port 0 takes any that is free, which the listener's `local_addr` then tells.
///
/// # Errors
/// When the address cannot be had.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        io::ErrorKind::AddrInUse => ListenError::InUse(address),
        io::ErrorKind::PermissionDenied => ListenError::NotPermitted(address),
        io::ErrorKind::AddrNotAvailable => ListenError::NotHere(address),
        _ => ListenError::Other { address, cause },
    })
}
