//! The file that tokens are kept in, apart from the engine: an operator makes and revokes tokens while the server has
//! the store. What is in it is for `access` to say; here it is bytes.
//!
//! ```text
//! tokens.json           whole at any moment, for its owner alone
//! tokens.json.partial   the next one being written
//! tokens.lock           held while a process changes the tokens
//! ```

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::sled::sync;
use super::{StoreError, WatchedFile};

/// No hub has tokens enough to fill this many bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// The tokens' file in a data folder.
#[derive(Debug, Clone)]
pub struct TokenFile {
    folder: PathBuf,
}

impl TokenFile {
    /// The one in that data folder. Nothing is made or read yet.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.to_owned() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.join("tokens.json")
    }

    /// The same file under watch.
    #[must_use]
    pub fn watched(&self) -> WatchedFile {
        WatchedFile::new(self.path(), LIMIT)
    }

    /// What is in it; none when there is no file.
    ///
    /// # Errors
    /// When it is there and cannot be read, or is too long.
    pub fn read(&self) -> Result<Option<Vec<u8>>, StoreError> {
        match self.watched().look()? {
            super::Look::Changed(bytes) => Ok(Some(bytes)),
            super::Look::Same | super::Look::Gone => Ok(None),
        }
    }

    /// Puts what `change` makes of the present content in its place, durably; no other process changes it meanwhile.
    /// The folder is made if need be. On any error the file stays as it is.
    ///
    /// # Errors
    /// Those of `change`, and when the file cannot be read or written.
    pub fn change<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(Option<Vec<u8>>) -> Result<(Vec<u8>, T), E>,
    ) -> Result<T, E> {
        let _held = self.lock()?;
        let (bytes, outcome) = change(self.read()?)?;
        self.replace(&bytes)?;
        Ok(outcome)
    }

    /// Waits for its turn: a change takes no longer than a write.
    fn lock(&self) -> Result<File, StoreError> {
        fs::create_dir_all(&self.folder).map_err(StoreError::at(&self.folder))?;
        let path = self.folder.join("tokens.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(StoreError::at(&path))?;
        file.lock().map_err(StoreError::at(&path))?;
        Ok(file)
    }

    fn replace(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let (path, partial) = (self.path(), self.folder.join("tokens.json.partial"));
        let write = || {
            match fs::remove_file(&partial) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = for_its_owner(&partial)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&partial, &path)
        };
        write().map_err(StoreError::at(&path))?;
        sync(&self.folder)
    }
}

/// A new file that nobody but its owner may read or write, from its first moment.
fn for_its_owner(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Look;
    use crate::store::samples::Folder;

    fn put(file: &TokenFile, bytes: &[u8]) -> Option<Vec<u8>> {
        file.change(|before| Ok::<_, StoreError>((bytes.to_vec(), before))).unwrap()
    }

    #[test]
    fn a_change_sees_what_the_one_before_it_wrote() {
        let folder = Folder::new();
        let file = TokenFile::of(&folder.path().join("made"));
        assert_eq!(file.read().unwrap(), None);
        assert_eq!(put(&file, b"one"), None);
        assert_eq!(put(&file, b"two"), Some(b"one".to_vec()));
        assert_eq!(file.read().unwrap(), Some(b"two".to_vec()));
    }

    #[test]
    fn a_change_that_fails_leaves_the_file_as_it_was() {
        let folder = Folder::new();
        let file = TokenFile::of(folder.path());
        put(&file, b"one");
        let failed = file.change(|_| Err::<(Vec<u8>, ()), _>(StoreError::corrupt(folder.path(), "a test")));
        assert!(failed.is_err());
        assert_eq!(file.read().unwrap(), Some(b"one".to_vec()));
    }

    #[test]
    fn what_a_killed_writer_left_is_neither_read_nor_in_the_way() {
        let folder = Folder::new();
        let file = TokenFile::of(folder.path());
        put(&file, b"one");
        fs::write(folder.path().join("tokens.json.partial"), b"tw").unwrap();
        assert_eq!(put(&file, b"two"), Some(b"one".to_vec()));
        assert!(!folder.path().join("tokens.json.partial").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        let file = TokenFile::of(folder.path());
        for content in [b"one", b"two"] {
            put(&file, content);
            assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn every_change_is_seen_and_an_unchanged_file_is_read_once() {
        let folder = Folder::new();
        let file = TokenFile::of(folder.path());
        let mut watched = file.watched();
        assert_eq!(watched.look().unwrap(), Look::Gone);
        assert_eq!(watched.look().unwrap(), Look::Same);
        // All of one length and, for the clock of most file systems, of one moment.
        for number in 10..60_u8 {
            put(&file, &[number]);
            assert_eq!(watched.look().unwrap(), Look::Changed(vec![number]));
            assert_eq!(watched.look().unwrap(), Look::Same);
        }
        fs::remove_file(file.path()).unwrap();
        assert_eq!(watched.look().unwrap(), Look::Gone);
    }

    #[test]
    fn a_file_that_is_too_long_or_a_folder_is_an_error_each_time() {
        let folder = Folder::new();
        let file = TokenFile::of(folder.path());
        File::create(file.path()).unwrap().set_len(LIMIT + 1).unwrap();
        let mut watched = file.watched();
        assert!(watched.look().is_err());
        assert!(watched.look().is_err());
        fs::remove_file(file.path()).unwrap();
        fs::create_dir(file.path()).unwrap();
        assert!(watched.look().is_err());
    }
}
