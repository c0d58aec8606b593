"""Receiving files: into a nameless file on the disk, and never more than a picture may have."""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from redress.core.pictures.cleaning import MAX_UPLOAD_BYTES

# beyond this nobody reads on to be told the sentence: the connection ends
HOPELESS_BYTES = 4 * MAX_UPLOAD_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """Keeps a file of at most `MAX_UPLOAD_BYTES`; of a larger one only its size is known.

    The rest of the form is read on, so that nothing else that was typed is lost. The file has
    no name on the disk and vanishes with the request, also when the process is killed.
    """

    file: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; the folder is our own, as the system's may be small."""
        super().new_file(*args, **kwargs)
        settings.UPLOAD_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.file = tempfile.TemporaryFile(dir=settings.UPLOAD_DIR)  # noqa: SIM115 - Django closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk, or drop it and what came before once there is too much."""
        end = start + len(raw_data)
        if end > HOPELESS_BYTES:
            raise StopUpload(connection_reset=True)
        if end > MAX_UPLOAD_BYTES:
            self.file.truncate(0)
            return
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file as the form sees it, with its true size even where the bytes are gone."""
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Forget the file; nothing of it has a name."""
        if hasattr(self, "file"):
            self.file.close()
