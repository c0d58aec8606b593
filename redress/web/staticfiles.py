"""Static files under hashed names where they were collected, plain names where they were not."""

from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A file that was not collected keeps its plain name instead of failing the page."""

    manifest_strict = False
    # a module imports others under their hashed names, so that a page has one version of each
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The hashed name, else the name itself, which is served as well, cached for a minute."""
        try:
            hashed: str = super().stored_name(name)
        except ValueError:
            return name
        return hashed


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, which need not warn that nothing was collected."""

    def add_files(self, root: str | Path, prefix: str | None = None) -> None:
        """Serve a folder that exists."""
        if Path(root).is_dir():
            super().add_files(root, prefix)
