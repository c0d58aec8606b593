"""Static files under hashed names where they were collected, plain names where they were not."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """A file that is missing from the manifest keeps its name instead of failing the page."""

    manifest_strict = False
