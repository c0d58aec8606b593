"""Every address of the site. English stands at the root, Spanish under /es/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from redress.web.account import demonstrated

pages: list[URLPattern | URLResolver] = [
    path("staff/", include("redress.web.staff.urls")),
    path("accounts/", include("redress.web.account.urls")),
    path("studio/", include("redress.web.organize.urls")),
    path("start/", include("redress.web.organize.start_urls")),
    path("organizations/", include("redress.web.organize.organization_urls")),
    path("", include("redress.web.organize.mailed_urls")),
    path("", include("redress.web.public.urls")),
]
if settings.SHOW_MAILBOX:
    pages.insert(0, path("dev/mail/", include("redress.web.staff.mailbox_urls")))
    pages.insert(1, path("dev/authenticator/", demonstrated.codes, name="authenticator"))

urlpatterns = [
    path("", include("redress.web.api.urls")),
    path("hooks/", include("redress.web.hooks.urls")),
    path("media/pictures/", include("redress.web.public.picture_urls")),
    *i18n_patterns(*pages, prefix_default_language=False),
]

handler400 = "redress.web.errors.bad_request"
handler403 = "redress.web.errors.forbidden"
handler404 = "redress.web.errors.not_found"
handler500 = "redress.web.errors.server_error"
