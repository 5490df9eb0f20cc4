//! The encoders, behind one face: bytes in, coded bytes out, as they come or all at once.

use std::io::{self, Write};

use axum::body::Bytes;
use flate2::write::GzEncoder;

use super::Coding;

/// zstd's own default: hundreds of megabytes a second.
const ZSTD_LEVEL: i32 = 3;
/// Brotli beats gzip from here on; above, it costs several times more for a few per cent.
const BR_LEVEL: u32 = 4;
/// The logarithm of brotli's window: 4 MB, as its own default has it.
const BR_WINDOW: u32 = 22;
/// Bytes that brotli gathers before it writes.
const BR_BUFFER: usize = 4096;
/// As most servers have it.
const GZIP_LEVEL: u32 = 6;

/// Codes one answer.
pub(in super::super) enum Coder {
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
    Br(Box<brotli::CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
}

impl Coder {
    /// A coder; `None` where there is nothing to do.
    ///
    /// # Errors
    /// When the encoder cannot be had, for want of memory.
    pub fn new(coding: Coding) -> io::Result<Option<Self>> {
        let out = Vec::new();
        Ok(Some(match coding {
            Coding::Identity => return Ok(None),
            Coding::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(out, ZSTD_LEVEL)?),
            Coding::Br => {
                Self::Br(Box::new(brotli::CompressorWriter::new(out, BR_BUFFER, BR_LEVEL, BR_WINDOW)))
            }
            Coding::Gzip => Self::Gzip(GzEncoder::new(out, flate2::Compression::new(GZIP_LEVEL))),
        }))
    }

    /// All at once.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn whole(mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.writer().write_all(bytes)?;
        self.finish()
    }

    /// A part of it: what is given can be read by the client before the next part comes.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn part(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        let writer = self.writer();
        writer.write_all(bytes)?;
        writer.flush()?;
        let out = match self {
            Self::Zstd(encoder) => encoder.get_mut(),
            Self::Br(encoder) => encoder.get_mut(),
            Self::Gzip(encoder) => encoder.get_mut(),
        };
        Ok(std::mem::take(out).into())
    }

    /// The end of it.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn finish(self) -> io::Result<Bytes> {
        Ok(match self {
            Self::Zstd(encoder) => encoder.finish()?,
            Self::Br(encoder) => encoder.into_inner(),
            Self::Gzip(encoder) => encoder.finish()?,
        }
        .into())
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Zstd(encoder) => encoder,
            Self::Br(encoder) => encoder,
            Self::Gzip(encoder) => encoder,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn decoded(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        match coding {
            Coding::Zstd => zstd::stream::read::Decoder::new(bytes).unwrap().read_to_end(&mut plain),
            Coding::Br => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut plain),
            Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain),
            Coding::Identity => panic!("nothing to decode"),
        }
        .unwrap();
        plain
    }

    #[test]
    fn what_is_coded_is_decoded_to_the_same_bytes_whole_and_in_parts() {
        let plain: Vec<u8> = (0..20_000_u32).flat_map(|n| format!("row {n}\n").into_bytes()).collect();
        for coding in Coding::CODED {
            let whole = Coder::new(coding).unwrap().unwrap().whole(&plain).unwrap();
            assert!(whole.len() < plain.len() / 2, "{coding:?}: {}", whole.len());
            assert_eq!(decoded(coding, &whole), plain, "{coding:?}");

            let mut coder = Coder::new(coding).unwrap().unwrap();
            let mut sent = Vec::new();
            for part in plain.chunks(30_000) {
                let coded = coder.part(part).unwrap();
                assert!(!coded.is_empty(), "{coding:?}: a part that is written is sent");
                sent.extend_from_slice(&coded);
            }
            sent.extend_from_slice(&coder.finish().unwrap());
            assert_eq!(decoded(coding, &sent), plain, "{coding:?}");
        }
    }
}
