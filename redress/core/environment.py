"""Reading secrets from the environment or from a file that the environment names."""

from pathlib import Path

from environs import Env


def read_secret(env: Env, name: str, default: str) -> str:
    """The value of `name`, or the content of the file named by `name + "_FILE"`.

    Raises ValueError when both are set, and OSError when the file cannot be read.
    """
    value: str = env.str(name, "")
    file: str = env.str(f"{name}_FILE", "")
    if value and file:
        raise ValueError(f"{name} and {name}_FILE are both set; keep one.")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return value or default
