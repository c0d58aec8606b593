"""Starting and stopping everything that a running site consists of: `python -m redress.launch`."""
