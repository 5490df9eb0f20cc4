//! A small file that others change while the hub runs: its bytes, read again only when it is another file than the
//! one read last or was written since.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::StoreError;

/// A file under watch. Nothing runs in the background: each [`look`](WatchedFile::look) costs one call for the
/// file's status.
#[derive(Debug)]
pub struct WatchedFile {
    path: PathBuf,
    limit: u64,
    seen: Seen,
}

/// What a look at a file shows.
#[derive(Debug, PartialEq, Eq)]
pub enum Look {
    /// It is as it was at the look before this one.
    Same,
    /// It is there, with these bytes, and was not like this before.
    Changed(Vec<u8>),
    /// It is not there, and was at the look before this one, or this is the first.
    Gone,
}

#[derive(Debug)]
enum Seen {
    Nothing,
    NoFile,
    /// The file stays open: as long as it is, the system gives its number to no other.
    File {
        stamp: Stamp,
        _open: File,
    },
}

/// What tells one content of a file from another without reading it.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    number: (u64, u64),
    changed: (i64, i64),
}

impl WatchedFile {
    /// Watches that path, where there need be no file yet. A file of more than `limit` bytes is not read.
    #[must_use]
    pub fn new(path: PathBuf, limit: u64) -> Self {
        Self { path, limit, seen: Seen::Nothing }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at the file and reads it if it has changed.
    ///
    /// # Errors
    /// When it is there and cannot be read, or is too long; the next look tries again.
    pub fn look(&mut self) -> Result<Look, StoreError> {
        let at = StoreError::at(&self.path);
        match fs::metadata(&self.path) {
            Ok(now) if matches!(&self.seen, Seen::File { stamp, .. } if *stamp == Stamp::of(&now)) => {
                return Ok(Look::Same);
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let known = matches!(self.seen, Seen::NoFile);
                self.seen = Seen::NoFile;
                return Ok(if known { Look::Same } else { Look::Gone });
            }
            Err(error) => {
                self.seen = Seen::Nothing;
                return Err(at(error));
            }
        }
        self.seen = Seen::Nothing;
        let mut file = File::open(&self.path).map_err(&at)?;
        // Of the open file and before it is read: a change from here on makes another stamp.
        let stamp = Stamp::of(&file.metadata().map_err(&at)?);
        let mut bytes = Vec::new();
        (&mut file).take(self.limit.saturating_add(1)).read_to_end(&mut bytes).map_err(&at)?;
        if bytes.len() as u64 > self.limit {
            let what = format!("it has more than {} bytes, which none of its kind needs", self.limit);
            return Err(at(io::Error::new(ErrorKind::FileTooLarge, what)));
        }
        self.seen = Seen::File { stamp, _open: file };
        Ok(Look::Changed(bytes))
    }
}

impl Stamp {
    fn of(file: &Metadata) -> Self {
        #[cfg(unix)]
        let (number, changed) = {
            use std::os::unix::fs::MetadataExt;
            ((file.dev(), file.ino()), (file.ctime(), file.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let (number, changed) = ((0, 0), (0, 0));
        Self { length: file.len(), modified: file.modified().ok(), number, changed }
    }
}
