"""The WSGI application: Django behind a cache of the public pages' bytes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "redress.settings")

django_application = get_wsgi_application()

# these ask for settings, so they come after them
from django.conf import settings  # noqa: E402

from redress.web.bytecache import ByteCache  # noqa: E402

application = ByteCache(
    django_application, proxy_header=getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
)
