"""Exports folder: replaced as a whole by the results of a run, and only if it contains no other files."""

import os
import shutil
from contextlib import contextmanager
from glob import escape

from analysis.files import InputError, made_here, sha256

LITTER = {".DS_Store", "Thumbs.db"}  # files left by file managers
ANOTHER = "name another folder with --out"


def check_out(out, corpus):
    """Raise InputError where a folder cannot be replaced by a run on this corpus folder.

    It must be new, empty or an earlier run's, with nothing changed or added since. If a run was
    stopped while it replaced this folder, the earlier results are restored first.
    """
    _restore(out)
    if corpus.is_relative_to(out):
        raise InputError(f"is the corpus folder, or contains it ({corpus})", ANOTHER, file=str(out))
    if os.path.lexists(out) and not os.path.isdir(out):
        raise InputError("a file of this name exists", ANOTHER, file=str(out))
    manifest = made_here(out)
    if manifest is None and os.path.isdir(out) and any(out.iterdir()):
        raise InputError("contains files that no earlier run made", f"empty it, or {ANOTHER}", file=str(out))
    changed = _changed(out, (manifest or {}).get("outputs", {}))
    if changed:
        names = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if changed[5:] else "")
        remedy = f"move away what you want to keep, or {ANOTHER}"
        raise InputError(f"{names}: changed or added since the run", remedy, file=str(out))


@contextmanager
def replaced(out, corpus):
    """A new folder that takes the place of ``out`` when the block ends, and is removed if the block fails."""
    staging = _staging(out)
    try:
        yield staging
        check_out(out, corpus)
        shutil.rmtree(_old(out), ignore_errors=True)
        if out.exists():
            out.rename(_old(out))
        staging.rename(out)
        shutil.rmtree(_old(out), ignore_errors=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        _restore(out)


def digests(folder):
    """SHA-256 of every file of a folder but its manifest, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / "manifest.json")
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def _changed(out, outputs):
    """Files of an exports folder that differ from what the run made; Jupyter's copies of its notebooks do not count."""
    names = []
    for path in sorted(path for path in out.rglob("*") if path.is_symlink() or not path.is_dir()):
        name = path.relative_to(out).as_posix()
        made = outputs.values() if path.parent.name == ".ipynb_checkpoints" else [outputs.get(name)]
        ours = path.name in LITTER or name == "manifest.json"
        if not ours and (path.is_symlink() or not path.is_file() or sha256(path) not in made):
            names.append(name)
    return names


def _staging(out):
    """A new folder beside ``out`` for this process; those of processes that have ended are removed."""
    for left in out.parent.glob(f".{escape(out.name)}.staging.*"):
        if not _is_running(left.suffix[1:]):
            shutil.rmtree(left, ignore_errors=True)
    staging = out.with_name(f".{out.name}.staging.{os.getpid()}")
    try:
        staging.mkdir(parents=True)
    except OSError as error:
        raise InputError(f"cannot be written to ({error.strerror})", ANOTHER, file=str(out.parent)) from None
    return staging


def _is_running(pid):
    if not pid.isdecimal() or os.name == "nt":  # on Windows os.kill would end the process
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return int(pid) != os.getpid()


def _restore(out):
    """Put the old exports back where a run was stopped between moving them away and moving the new ones in."""
    if not os.path.lexists(out) and made_here(_old(out)):
        _old(out).rename(out)


def _old(out):
    return out.with_name(f".{out.name}.old")
