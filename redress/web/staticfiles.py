"""Static files under hashed names where they were collected, plain names where they were not."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A file that was not collected keeps its plain name instead of failing the page."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, else the name itself, which is served as well, cached for a minute."""
        try:
            hashed: str = super().stored_name(name)
        except ValueError:
            return name
        return hashed
