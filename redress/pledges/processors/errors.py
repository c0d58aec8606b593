"""What can go wrong at the processor that no retry will mend; each of these needs a person."""


class ProcessorError(Exception):
    """Root of everything a processor module raises on purpose."""


class NotConfigured(ProcessorError):
    """The settings name a processor that must not be used like this (a live key with a sandbox)."""


class KeyConflict(ProcessorError):
    """The key was used before with other parameters: raise the alarm, never invent another key."""


class ProcessorRefused(ProcessorError):
    """The processor says that our request itself is wrong; nothing was done and nothing moved.

    `code` and `param` are the processor's words for the log. Never show them to a supporter.
    """

    def __init__(self, *, code: str, param: str = "", status: int = 0) -> None:
        super().__init__(f"refused: {code or 'no code'} (parameter {param or '-'}, HTTP {status})")
        self.code = code
        self.param = param
        self.status = status


class BadSignature(ProcessorError):
    """The webhook is not from the processor, or too old: answer 400 and store nothing."""


class WrongMode(ProcessorError):
    """A live event on a test installation, or the reverse: answer 400 and store nothing."""


class UnknownShape(ProcessorError):
    """The webhook is signed but not an event that we can read: quarantine it, let others flow."""
