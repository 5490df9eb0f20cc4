//! As much of HTTP/1.1 as the load needs: requests as bytes, and where an answer ends.

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body, chunks joined.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A request on a connection that stays open.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    text += "\r\n";
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Percent-encodes a value for an address.
pub fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Where the answer at the beginning of `bytes` ends, and its status; `None` while it is not whole.
pub fn whole(bytes: &[u8]) -> Option<(usize, u16)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let status = std::str::from_utf8(&bytes[9..12]).ok()?.parse().ok()?;
    if status == 304 || status == 204 {
        return Some((head, status));
    }
    for line in bytes[..head].split(|byte| *byte == b'\n') {
        let is = |name: &[u8]| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name);
        if is(b"content-length:") {
            let length = std::str::from_utf8(&line[b"content-length:".len()..]).ok()?;
            let end = head + length.trim().parse::<usize>().ok()?;
            return (bytes.len() >= end).then_some((end, status));
        }
        if is(b"transfer-encoding:") {
            return bytes[head..].ends_with(b"0\r\n\r\n").then_some((bytes.len(), status));
        }
    }
    Some((head, status))
}

/// Reads an answer that is whole.
pub fn answer(bytes: &[u8]) -> Answer {
    let (_, status) = whole(bytes).unwrap();
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let lines = std::str::from_utf8(&bytes[..head]).unwrap().split("\r\n").skip(1);
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut body = bytes[head..].to_vec();
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        body = joined(&body);
    }
    Answer { status, headers, body }
}

fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        body.extend_from_slice(&chunks[end + 2..end + 2 + size]);
        chunks = &chunks[end + 4 + size..];
    }
    body
}
