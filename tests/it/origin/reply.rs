//! What the origin sends, good and bad.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What the origin does with a request.
pub enum Reply {
    /// Sends these bytes and waits for the next request.
    Whole(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Broken(Vec<u8>),
    /// Says nothing until the client has had enough.
    Hang,
    /// Sends the head, then a byte now and then until the client has had enough.
    Drip(Vec<u8>),
    /// Sends the head, then zeros in chunks of 64 KiB until the client has had enough.
    Endless(Vec<u8>),
}

/// A good answer.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let length = body.as_ref().len().to_string();
    let mut bytes = head(status, &[headers, &[("Content-Length", &length)]].concat());
    bytes.extend_from_slice(body.as_ref());
    Reply::Whole(bytes)
}

/// The status line and headers of an answer, with the empty line after them.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Played\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// That many zeros, compressed.
pub fn gzip(zeros: u64) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(0).take(zeros), &mut packed).unwrap();
    packed.finish().unwrap()
}

impl Reply {
    /// Whether the connection stays open.
    pub(super) fn play(self, stream: &mut TcpStream, written: &AtomicU64) -> bool {
        let send = |stream: &mut TcpStream, bytes: &[u8]| {
            written.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            stream.write_all(bytes).is_ok()
        };
        match self {
            Self::Whole(bytes) => send(stream, &bytes),
            Self::Broken(bytes) => {
                send(stream, &bytes);
                false
            }
            Self::Hang => {
                while gone_on(stream) {}
                false
            }
            Self::Drip(head) => {
                // Looking whether the client is still there is what takes the time between two bytes.
                stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
                let mut open = send(stream, &head);
                while open {
                    open = send(stream, b".") && gone_on(stream);
                }
                false
            }
            Self::Endless(head) => {
                let mut chunk = b"10000\r\n".to_vec();
                chunk.resize(chunk.len() + 0x10000, 0);
                chunk.extend_from_slice(b"\r\n");
                let mut open = send(stream, &head);
                while open {
                    open = send(stream, &chunk);
                }
                false
            }
        }
    }
}

/// Whether the client is still there.
fn gone_on(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 256]) {
        Ok(read) => read > 0,
        Err(error) => matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
    }
}
