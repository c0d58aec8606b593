"""Where an embedded PostgreSQL keeps its files, and the address under which it is reached."""

import hashlib
import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

DATABASE = ROLE = "redress"
LONGEST_SOCKET_FOLDER = 80  # the kernel takes 103 to 107 bytes, file name included
OUTSIDE = Path("/var/lib")  # only root needs it, and only root may write there


@dataclass(frozen=True)
class Place:
    """The folders of one server, and the account that runs it (None: the account we are)."""

    home: Path
    sockets: Path
    user: pwd.struct_passwd | None
    outside: bool

    @property
    def url(self) -> str:
        """The DATABASE_URL of the server that lives here."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"


def project_var() -> Path:
    """Name the folder for local data: REDRESS_VAR_DIR, or `var` in the checkout."""
    named = os.environ.get("REDRESS_VAR_DIR")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "var"


def is_named(environment: Mapping[str, str]) -> bool:
    """Whether this environment names a server of its own, so that none is embedded."""
    return any(environment.get(name) for name in ("DATABASE_URL", "DATABASE_URL_FILE"))


def place_for(root: Path | None = None, *, fast: bool = False) -> Place:
    """Say where the server of this data folder lives. Pure: same answer before and after start."""
    root = (root or project_var()).absolute()
    name = "test-postgres" if fast else "postgres"
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    home, outside = root / name, False
    user = unprivileged_user(home) if os.geteuid() == 0 else None
    if user and not can_reach(home, user):
        home, outside = OUTSIDE / f"redress-{digest}" / name, True
    sockets = home / "socket"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER or re.search(r"[^\w/.-]", str(sockets)):
        owner = user.pw_uid if user else os.geteuid()
        kind = "t" if fast else "d"
        sockets = Path(f"/tmp/redress-{owner}-{digest}{kind}")  # noqa: S108 - owner and mode are checked before use
    return Place(home=home, sockets=sockets, user=user, outside=outside)


def embedded_url(root: Path | None = None, *, fast: bool = False) -> str:
    """Name the address of the embedded server of this data folder; starts and writes nothing."""
    return place_for(root, fast=fast).url


def database_options(url: str) -> dict[str, Any]:
    """Turn any libpq address into the keys of Django's DATABASES entry, or raise ValueError."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ValueError("DATABASE_URL must start with postgresql://")
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value}
    except Exception as error:
        raise ValueError(f"DATABASE_URL cannot be read: {error}") from error
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    names["port"] = "PORT"
    settings: dict[str, Any] = {key: parts.pop(name, "") for name, key in names.items()}
    if not settings["NAME"]:
        raise ValueError("DATABASE_URL names no database.")
    return settings | {"OPTIONS": parts}


def unprivileged_user(home: Path) -> pwd.struct_passwd:
    """Whom root hands the server to: the owner of data that exist, else REDRESS_DATABASE_USER."""
    if home.exists() and home.stat().st_uid != 0:
        return pwd.getpwuid(home.stat().st_uid)
    return pwd.getpwnam(os.environ.get("REDRESS_DATABASE_USER", "nobody"))


def can_reach(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether this account may walk down to the path, as far as the path exists."""
    return all(_may_enter(folder, user) for folder in (path, *path.parents) if folder.exists())


def _may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    status = folder.stat()
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
