"""Finding what an address names, or answering that it is not there."""

from django.http import Http404

from redress.campaigns.models import Campaign


def campaign_or_404(slug: str) -> Campaign:
    """The public campaign at this address, or 404; a draft is as absent as a wrong address."""
    try:
        return Campaign.objects.at(slug).select_related("agency", "beneficiary").get()
    except Campaign.DoesNotExist:
        raise Http404 from None
