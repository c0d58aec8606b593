"""What the tests of the studio share: people at their browsers, addresses, forms."""

import re

from django.test import Client

from tests.factories.campaigns import MembershipFactory

HERE = {"Sec-Fetch-Site": "same-origin"}
BY_SCRIPT = {**HERE, "Accept": "application/json"}
LANGUAGES = ["", "/es"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def colleague(draft, role="editor"):
    return signed_in(MembershipFactory(campaign=draft, role=role).user)


def path(draft, key="title", more="", language=""):
    return f"{language}/studio/{draft.number}/parts/{key}/{more}"


def title(base=0, **texts):
    fields = {"title_en": "", "title_es": "", "standfirst_en": "", "standfirst_es": ""}
    return {**fields, **texts, "base": base}


def words(answer):
    html = answer.content.decode()
    html = html[html.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
