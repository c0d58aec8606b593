"""Uploaded pictures: cleaned in a child, stored by hash, cut for pages, swept when unused."""
