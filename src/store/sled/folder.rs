//! The data folder: who has it, what lies where, and how one store takes the place of another.
//!
//! ```text
//! lock                  held while a process uses the folder; the system lets go when the process ends
//! store/format          the format's number: what lies beside it is not touched by a gcm-hub that does not know it
//! store/sled/           the engine's files
//! store.new/            a store being made; renamed to `store` when it is whole, so that `store` always is
//! store.copy/           a copy being read
//! store.set-aside-<n>/  a store that could not be used as it was; never changed, never deleted
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// The format that this code writes, and the latest it reads. Format 1 has no decisions, format 2 no pruned editions and
/// nothing of asking publishers: a gcm-hub that knows no later one would serve the former as editions, and leave the rest
/// behind when it repairs a store.
pub(super) const FORMAT: u32 = 3;
const OLDEST_FORMAT: u32 = 1;
const SET_ASIDE: &str = "store.set-aside-";
const FORMAT_LINE: &str = "gcm-hub store format ";

/// A data folder that this process has to itself as long as this lives.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: PathBuf,
    lock: File,
}

impl DataFolder {
    /// Takes the folder, made if need be.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(path).map_err(StoreError::at(path))?;
        let lock = path.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&lock);
        let file = file.map_err(StoreError::at(&lock))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), lock: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy { folder: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(StoreError::at(&lock)(error)),
        }
    }

    /// Takes the folder if there is one.
    pub(super) fn take_existing(path: &Path) -> Result<Self, StoreError> {
        fs::read_dir(path).map_err(StoreError::at(path))?;
        Self::take(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the store in use is.
    pub(super) fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// Where the engine of the store in use is.
    pub(super) fn engine(&self) -> PathBuf {
        self.store().join("sled")
    }

    /// Where the engine of a store that is being made is.
    pub(super) fn new_engine(&self) -> PathBuf {
        self.new_store().join("sled")
    }

    fn new_store(&self) -> PathBuf {
        self.path.join("store.new")
    }

    /// Takes away what an end in the middle of something has left: a finished new store becomes the store when
    /// there is none, everything else that is half done goes.
    pub(super) fn tidy(&self) -> Result<(), StoreError> {
        let (store, new) = (self.store(), self.new_store());
        if !store.exists() && new.join("format").exists() {
            fs::rename(&new, &store).map_err(StoreError::at(&new))?;
            sync(&self.path)?;
        }
        remove(&new)?;
        remove(&self.path.join("store.copy"))
    }

    /// Makes the finished new store the store; the one there was is set aside, and where it is now is the answer.
    pub(super) fn swap_in_new(&self) -> Result<Option<PathBuf>, StoreError> {
        let (store, new) = (self.store(), self.new_store());
        write_format(&new)?;
        let mut set_aside = None;
        if store.exists() {
            let last = self.set_aside()?.last().and_then(|path| number(path)).unwrap_or(0);
            let free = self.path.join(format!("{SET_ASIDE}{}", last.saturating_add(1)));
            fs::rename(&store, &free).map_err(StoreError::at(&store))?;
            set_aside = Some(free);
        }
        // An end right here leaves no `store` and a finished `store.new`: `tidy` does the rest.
        fs::rename(&new, &store).map_err(StoreError::at(&new))?;
        sync(&self.path)?;
        Ok(set_aside)
    }

    /// The stores that were set aside, oldest first.
    pub(super) fn set_aside(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(StoreError::at(&self.path))? {
            let path = entry.map_err(StoreError::at(&self.path))?.path();
            found.extend(number(&path).map(|number| (number, path)));
        }
        found.sort();
        Ok(found.into_iter().map(|(_, path)| path).collect())
    }

    /// A copy of the engine's files, for reading: the engine changes what it opens.
    pub(super) fn copy(&self) -> Result<PathBuf, StoreError> {
        let copy = self.path.join("store.copy");
        remove(&copy)?;
        copy_folder(&self.engine(), &copy)?;
        Ok(copy)
    }

    /// Removes the copy.
    pub(super) fn remove_copy(&self) -> Result<(), StoreError> {
        remove(&self.path.join("store.copy"))
    }

    /// Makes a store of an earlier format one of this format, which needs no other change.
    pub(super) fn upgrade(&self) -> Result<(), StoreError> {
        if self.check_format()? == FORMAT { Ok(()) } else { write_format(&self.store()) }
    }

    /// The format of the store in use, refused when it is a later one or cannot be told.
    pub(super) fn check_format(&self) -> Result<u32, StoreError> {
        let path = self.store().join("format");
        let line = match fs::read_to_string(&path) {
            Ok(line) => line,
            Err(error) if is_something_else(&error) => String::new(),
            Err(error) => return Err(StoreError::at(&path)(error)),
        };
        let found = line.strip_prefix(FORMAT_LINE).and_then(|number| number.trim_end().parse::<u32>().ok());
        match found {
            Some(found @ OLDEST_FORMAT..=FORMAT) => Ok(found),
            Some(found) if found > FORMAT => {
                Err(StoreError::NewerFormat { folder: self.path.clone(), found, known: FORMAT })
            }
            _ => {
                Err(StoreError::corrupt(&self.path, format!("`{}` does not tell its format", path.display())))
            }
        }
    }
}

/// Unlocked and not merely closed: a process that is being started has the file too until it runs its program.
impl Drop for DataFolder {
    fn drop(&mut self) {
        // Where it cannot be unlocked, closing it does what can be done.
        let _ = self.lock.unlock();
    }
}

/// Whether something is missing, or not what belongs there: damage, and no trouble with the disk.
pub(super) fn is_something_else(error: &io::Error) -> bool {
    use ErrorKind::{InvalidData, IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), InvalidData | IsADirectory | NotADirectory | NotFound)
}

/// The number of a store that was set aside.
fn number(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.strip_prefix(SET_ASIDE)?.parse().ok()
}

/// Says the format under another name first: a file of the right name is whole, since it means that the store is.
fn write_format(store: &Path) -> Result<(), StoreError> {
    let (path, partial) = (store.join("format"), store.join("format.partial"));
    let write = || {
        let mut file = File::create(&partial)?;
        writeln!(file, "{FORMAT_LINE}{FORMAT}")?;
        file.sync_all()?;
        fs::rename(&partial, &path)
    };
    write().map_err(StoreError::at(&path))?;
    sync(store)
}

/// Makes the names in a folder durable. Systems that cannot open a folder as a file do so by themselves.
pub(in crate::store) fn sync(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::at(folder))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::at(folder)(error)),
        _ => Ok(()),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(to).map_err(StoreError::at(to))?;
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if is_something_else(&error) => return Ok(()),
        Err(error) => return Err(StoreError::at(from)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(StoreError::at(from))?;
        let (path, name) = (entry.path(), entry.file_name());
        if entry.file_type().map_err(StoreError::at(&path))?.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(StoreError::at(&path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::Folder;

    #[test]
    fn a_folder_is_let_go_of_though_a_process_that_is_being_started_has_its_files() {
        let place = Folder::new();
        let folder = DataFolder::take(place.path()).unwrap();
        // As one has from when it is made until it runs its program.
        let inherited = folder.lock.try_clone().unwrap();
        assert!(matches!(DataFolder::take(place.path()), Err(StoreError::Busy { .. })));
        drop(folder);
        DataFolder::take(place.path()).unwrap();
        drop(inherited);
    }
}
