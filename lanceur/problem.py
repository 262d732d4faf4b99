"""What stops the launcher, in words the user can act on."""

import errno
import sys
from pathlib import Path


class Problem(Exception):
    """A failure said in three parts (what, where, what to do), with the useful lines of a log."""

    def __init__(self, what: str, where: object, remedy: str, lines: tuple[str, ...] = ()) -> None:
        detail = "".join(f"\n  | {line}" for line in lines)
        super().__init__(f"\nProblème : {what}.\nOù : {where}{detail}\nQue faire : {remedy}.")


def say(text: str) -> None:
    """Write one line to the user."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def disk_full(where: object, detail: str = "", lines: tuple[str, ...] = ()) -> Problem:
    """Return the Problem of a full disk; ``detail`` completes the first sentence."""
    remedy = "libérez de la place sur ce disque, puis relancez la même commande : l'installation reprendra"
    return Problem(f"Le disque est plein{detail}", where, remedy, lines)


def system_refusal(error: OSError, root: Path) -> Problem:
    """Translate a refusal of the operating system (full disk, folder that cannot be written…)."""
    where = error.filename or root
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "fermez la boussole si elle est ouverte, ou copiez-la dans un dossier où vous avez le droit d'écrire"
        return Problem("Ce dossier ou ce fichier ne peut pas être modifié", where, remedy)
    remedy = "relancez la même commande ; si cela recommence, transmettez ce message à votre correspondant informatique"
    return Problem(f"Le système a refusé une opération ({error.strerror})", where, remedy)


def last_lines(lines: list[str], count: int = 8) -> tuple[str, ...]:
    """Keep the last lines worth reading: those a tool marks as errors, or all of them."""
    written = [line for line in lines if line.strip()]
    errors = [line for line in written if line.startswith(("ERROR", "Error"))]
    return tuple((errors or written)[-count:])
