//! The load: connections that are kept, each asking again as soon as it is answered.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::cases::Case;
use crate::http;
use crate::process::{self, Server};
use crate::world::World;

/// So many ask at a time.
pub const CONNECTIONS: usize = 32;

/// What one case cost at one server in one round.
#[derive(Clone, Copy)]
pub struct Measured {
    /// Requests that were answered.
    pub requests: u64,
    /// By the clock.
    pub seconds: f64,
    /// Processor time of the server.
    pub server: f64,
    /// Processor time of the load itself.
    pub load: f64,
}

/// Asks a server the requests of a case from `counter` on, for so long, and until all that were sent are answered.
pub fn run(
    server: &Server,
    case: &Case,
    number: usize,
    world: &World,
    counter: &mut u64,
    phase: Duration,
) -> Measured {
    let path = server.path_of(number);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let tasks = LocalSet::new();
    let next = Rc::new(Cell::new(*counter));
    let repeated = (case.request(0, &path, world) == case.request(1, &path, world))
        .then(|| case.request(0, &path, world));
    let streams = runtime.block_on(connect(server));
    let (before, own, start) = (server.processor(), process::processor(std::process::id()), Instant::now());
    let end = start + phase;
    tasks.block_on(&runtime, async {
        let asking: Vec<_> = streams
            .into_iter()
            .map(|stream| {
                let request = {
                    let (next, path, repeated) = (Rc::clone(&next), path.clone(), repeated.clone());
                    move |case: &Case, world: &World, bytes: &mut Vec<u8>| {
                        let number = next.get();
                        next.set(number + 1);
                        match &repeated {
                            Some(request) => bytes.clone_from(request),
                            None => *bytes = case.request(number, &path, world),
                        }
                    }
                };
                ask(stream, case, world, request, end, server.name)
            })
            .collect();
        futures_util::future::join_all(asking).await;
    });
    let seconds = start.elapsed().as_secs_f64();
    let measured = Measured {
        requests: next.get() - *counter,
        seconds,
        server: server.processor() - before,
        load: process::processor(std::process::id()) - own,
    };
    *counter = next.get();
    measured
}

async fn connect(server: &Server) -> Vec<TcpStream> {
    let mut streams = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(server.address).await.expect("the server takes connections");
        stream.set_nodelay(true).unwrap();
        streams.push(stream);
    }
    streams
}

async fn ask(
    mut stream: TcpStream,
    case: &Case,
    world: &World,
    mut request: impl FnMut(&Case, &World, &mut Vec<u8>),
    end: Instant,
    server: &str,
) {
    let (mut asked, mut answer) = (Vec::new(), Vec::with_capacity(256 * 1024));
    while Instant::now() < end {
        request(case, world, &mut asked);
        stream.write_all(&asked).await.expect("the server reads");
        answer.clear();
        let status = loop {
            let read = stream.read_buf(&mut answer).await.expect("the server answers");
            assert!(read > 0, "{server} hung up in `{}`", case.name);
            if let Some((_, status)) = http::whole(&answer) {
                break status;
            }
        };
        let text = || String::from_utf8_lossy(&answer).into_owned();
        assert!(status == case.status(), "{server} in `{}`: {}", case.name, text());
    }
}
