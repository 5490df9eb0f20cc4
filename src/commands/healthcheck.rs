//! `gcm-hub healthcheck`: asks the server that runs here whether it is ready, for supervisors that run a command.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::place::Place;

/// A server that takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than the head and the reasons of an answer.
const MOST_BYTES: u64 = 1 << 20;

/// Options of `healthcheck`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The address and port that the server listens on [default: 127.0.0.1:4000]
    #[arg(long, env = "GCM_HUB_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub(super) fn run(place: &Place, args: &Args) -> Result<ExitCode> {
    let address = reached(args.listen.unwrap_or(place.listen));
    let answer = ask(address)
        .with_context(|| format!("no hub answers at `{address}`: is it serving, and at this address?"))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head.split(' ').nth(1) == Some("200") {
        return Ok(ExitCode::SUCCESS);
    }
    bail!("the hub at `{address}` is not ready: {}", body.trim())
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(MOST_BYTES).read_to_string(&mut answer)?;
    Ok(answer)
}

/// What listens on every address is reached at this machine's own.
fn reached(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    listen
}

#[cfg(test)]
mod tests {
    use super::reached;

    #[test]
    fn a_server_on_every_address_is_asked_at_this_machines() {
        for (listen, at) in
            [("0.0.0.0:4000", "127.0.0.1:4000"), ("[::]:1", "[::1]:1"), ("10.0.0.1:2", "10.0.0.1:2")]
        {
            assert_eq!(reached(listen.parse().unwrap()), at.parse().unwrap());
        }
    }
}
