//! How a value lies in the engine: recognisable, with its key and a checksum over both.
//!
//! The checksum shows damage, and a value under another's key. The mark lets `salvage.rs` find values in the engine's
//! files without the engine.

use std::io::BufRead;

use crate::record::Sha256;

const MARK: &[u8; 8] = b"\xf1gcmhub\x01";
const HASH_BYTES: usize = 32;

/// The value to write for a payload; `None` when key or payload are longer than values here ever are.
pub(super) fn frame(key: &[u8], payload: &[u8]) -> Option<Vec<u8>> {
    let key_length = u16::try_from(key.len()).ok()?.to_be_bytes();
    let payload_length = u16::try_from(payload.len()).ok()?.to_be_bytes();
    Some([MARK, &key_length[..], &payload_length, checksum(key, payload).bytes(), key, payload].concat())
}

/// The payload that was written under that key; `None` when the value is damaged.
pub(super) fn unframe<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let frame = parse(value)?;
    (frame.key == key && frame.rest.is_empty() && frame.is_whole()).then_some(frame.payload)
}

/// Every undamaged payload under a wanted key in the engine's files, with the key, in the order of the bytes; the same
/// ones can come again.
pub(super) fn find_all(bytes: &[u8], wanted: impl Fn(&[u8]) -> bool) -> impl Iterator<Item = (&[u8], &[u8])> {
    find_each(bytes, wanted).filter_map(|(key, payload)| payload.map(|payload| (key, payload)))
}

/// As [`find_all`], with `None` for the payload where a value under a wanted key is damaged. A value that the end of
/// the bytes cuts off does not count: it was never written in full.
pub(super) fn find_each(
    bytes: &[u8],
    wanted: impl Fn(&[u8]) -> bool,
) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += position(MARK[0], bytes.get(at..)?)?;
            // A damaged length must not hide what lies within it: the search goes on behind the mark.
            let found = parse(&bytes[at..]).filter(|frame| wanted(frame.key));
            at += 1;
            if let Some(frame) = found {
                return Some((frame.key, frame.is_whole().then_some(frame.payload)));
            }
        }
    })
}

/// Where the byte is first. Every start reads whole logs: this search takes many bytes at a time, as a loop does not.
fn position(byte: u8, bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let last = rest.skip_until(byte).ok()?.checked_sub(1)?;
    (bytes.get(last) == Some(&byte)).then_some(last)
}

struct Frame<'a> {
    checksum: &'a [u8; HASH_BYTES],
    key: &'a [u8],
    payload: &'a [u8],
    /// What follows.
    rest: &'a [u8],
}

impl Frame<'_> {
    fn is_whole(&self) -> bool {
        checksum(self.key, self.payload).bytes() == self.checksum
    }
}

/// The frame that seems to begin here.
fn parse(bytes: &[u8]) -> Option<Frame<'_>> {
    let rest = bytes.strip_prefix(MARK)?;
    let (key_length, rest) = rest.split_first_chunk()?;
    let (payload_length, rest) = rest.split_first_chunk()?;
    let (checksum, rest) = rest.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(u16::from_be_bytes(*key_length).into())?;
    let (payload, rest) = rest.split_at_checked(u16::from_be_bytes(*payload_length).into())?;
    Some(Frame { checksum, key, payload, rest })
}

fn checksum(key: &[u8], payload: &[u8]) -> Sha256 {
    // With the key's length, so that no byte can pass from the one to the other.
    Sha256::of(&[&(key.len() as u64).to_be_bytes(), key, payload].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_under_its_own_key_only() {
        let value = frame(b"key", b"payload").unwrap();
        assert_eq!(unframe(b"key", &value), Some(&b"payload"[..]));
        assert_eq!(unframe(b"other", &value), None);
        for index in 0..value.len() {
            let mut damaged = value.clone();
            damaged[index] ^= 1;
            assert_eq!(unframe(b"key", &damaged), None, "byte {index}");
            assert_eq!(unframe(b"key", &value[..index]), None);
        }
    }

    #[test]
    fn values_are_found_between_anything() {
        let [one, two] = [(b"1", b"one"), (b"2", b"two")].map(|(key, payload)| frame(key, payload).unwrap());
        let mut damaged = one.clone();
        damaged[10] ^= 1;
        let bytes = [b"\xf1\xf1gcm", &damaged[..], &one, MARK, &two, &two[..20]].concat();
        let found: Vec<_> = find_all(&bytes, |_| true).collect();
        assert_eq!(found, [(&b"1"[..], &b"one"[..]), (b"2", b"two")]);
        assert_eq!(find_all(&bytes, |key| key == b"2").count(), 1);
        damaged = one.clone();
        damaged[20] ^= 1;
        let bytes = [&damaged[..], &one, &one[..one.len() - 1]].concat();
        let each: Vec<_> = find_each(&bytes, |key| key == b"1").map(|(_, payload)| payload).collect();
        assert_eq!(each, [None, Some(&b"one"[..])]);
    }
}
