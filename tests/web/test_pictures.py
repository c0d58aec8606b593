"""Uploads arrive bounded, refusals are kind, and a picture is seen by whom it may be seen."""

import contextlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import Client, RequestFactory
from django.utils import translation

from redress.accounts.models import HouseRole, Organization, OrganizationMembership
from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, CoalitionMember
from redress.campaigns.parts import PARTS
from redress.campaigns.states import Status
from redress.core.models import Picture
from redress.core.pictures import storing
from redress.core.pictures.cleaning import MAX_UPLOAD_BYTES, Reason
from redress.core.translated import Translated
from redress.web import picture_form, uploads
from redress.web.organize.picture_part import PictureForm
from redress.web.public import presenting
from redress.web.public.pictures import picture_is_public
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of
from tests.factories.coalition import standing_member
from tests.factories.pictures import make_picture
from tests.samples.pictures import CORPUS, jpeg, photo, saved
from tests.web.entering import enter

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
LOGO = Picture.Kind.LOGO
VALUES = {
    "picture": None,
    "hero_alt": {},
    "hero_caption": {},
    "hero_credit": "",
    "hero_license": "",
    "focal_x": 50,
    "focal_y": 50,
}
TYPED = {
    "base": "0",
    "focal_x": "30",
    "focal_y": "70",
    "hero_alt_en": "A kite over a fence",
    "hero_alt_es": "Una cometa sobre una valla",
    "hero_caption_en": "",
    "hero_caption_es": "",
    "hero_credit": "Ana Ruiz, El Paso, May 2026",
    "hero_license": "CC BY 4.0",
    "people_confirmed": "on",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def address(picture, ending="jpg", width=None):
    shown = storing.whole(picture)
    return f"/media/pictures/{shown.name}-{width or shown.width}.{ending}"


def upload(body=None, name="kite.jpg"):
    return SimpleUploadedFile(name, jpeg() if body is None else body, "image/jpeg")


def files_in(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


class TestPicture:
    def test_of_a_public_campaign_is_seen_by_everybody(self, client):
        picture = make_picture()
        CampaignFactory(picture=picture)

        answer = client.get(address(picture))

        assert answer.status_code == 200
        assert answer.content[:3] == b"\xff\xd8\xff"
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == 'inline; filename="picture-800.jpg"'
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert policy.endswith("sandbox")
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies

    def test_is_told_unchanged_without_its_bytes(self, client):
        picture = make_picture()
        CampaignFactory(picture=picture)
        first = client.get(address(picture))

        answer = client.get(address(picture), headers={"If-None-Match": first["ETag"]})

        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_is_not_told_unchanged_to_whom_it_is_hidden(self, client):
        picture = make_picture()
        campaign = CampaignFactory(picture=picture)
        tag = client.get(address(picture))["ETag"]
        Campaign.objects.filter(pk=campaign.pk).update(status=Status.DRAFT)

        assert client.get(address(picture), headers={"If-None-Match": tag}).status_code == 404

    def test_answers_head(self, client):
        picture = make_picture()
        CampaignFactory(picture=picture)

        answer = client.head(address(picture))

        assert answer.status_code == 200
        assert answer.content == b""

    def test_of_a_draft_is_absent_for_strangers_and_other_people(self, client):
        picture = make_picture(uploaded_by=UserFactory())
        DraftFactory(picture=picture)

        assert client.get(address(picture)).status_code == 404
        assert enter(client, UserFactory()).get(address(picture)).status_code == 404

    @pytest.mark.parametrize("role", TeamRole)
    def test_of_a_draft_is_seen_by_its_team_and_never_cached(self, role, client):
        picture = make_picture()
        campaign = DraftFactory(picture=picture)
        person = MembershipFactory(campaign=campaign, role=role).user

        answer = enter(client, person).get(address(picture))

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"

    def test_under_review_is_seen_by_reviewers(self, client):
        picture = make_picture()
        DraftFactory(picture=picture, status=Status.IN_REVIEW)
        reviewer = HouseRoleFactory(role=HouseRole.Role.REVIEWER).user

        assert enter(client, reviewer).get(address(picture)).status_code == 200

    def test_under_review_is_absent_without_the_second_factor(self, client):
        picture = make_picture()
        DraftFactory(picture=picture, status=Status.IN_REVIEW)
        reviewer = HouseRoleFactory(role=HouseRole.Role.REVIEWER).user

        assert enter(client, reviewer, factor=False).get(address(picture)).status_code == 404

    def test_not_yet_attached_is_seen_by_who_uploaded_it(self, client):
        person = UserFactory()
        picture = make_picture(uploaded_by=person)

        assert enter(client, person).get(address(picture)).status_code == 200

    def test_of_two_campaigns_is_public_when_one_is(self, client):
        picture = make_picture()
        DraftFactory(picture=picture)
        CampaignFactory(picture=picture)

        assert client.get(address(picture)).status_code == 200

    def test_that_is_gone_from_the_disk_is_absent(self, client):
        picture = make_picture()
        CampaignFactory(picture=picture)
        storing.path_of(picture.sha256, 800).unlink()

        assert client.get(address(picture)).status_code == 404

    @pytest.mark.parametrize(
        "path",
        [
            "../../../etc/passwd-800.jpg",
            "..%2f..%2fsettings-800.jpg",
            f"{'0' * 64}-800.jpg",
            f"{'A' * 64}-800.jpg",
            f"{'0' * 64}-99999999999999999999.jpg",
            f"{'0' * 64}-800.svg",
            f"{'0' * 64}.jpg",
            "x-1.jpg",
        ],
    )
    def test_that_nobody_stored_is_absent(self, path, client):
        assert client.get(f"/media/pictures/{path}").status_code == 404

    def test_has_no_address_for_its_master_or_another_width(self, client):
        picture = make_picture()
        CampaignFactory(picture=picture)

        assert client.get(f"/media/pictures/{picture.sha256}.jpg").status_code == 404
        assert client.get(address(picture, width=900)).status_code == 404
        assert client.get(address(picture, ending="webp")).status_code == 404


class TestPictureIsPublic:
    def test_for_a_logo_that_its_organization_allowed(self, client):
        logo = make_picture(kind=LOGO)
        member = standing_member(allowed=("name", "logo"), logo=logo)

        answer = client.get(address(logo))

        assert picture_is_public(logo) is True
        assert answer["Cache-Control"] == "public, max-age=3600"
        CoalitionMember.objects.filter(pk=member.pk).update(
            withdrawn_at=member.confirmed_at, ending="withdrawn"
        )
        assert picture_is_public(logo) is False
        assert client.get(address(logo)).status_code == 404

    def test_not_for_a_logo_without_its_word(self):
        logo = make_picture(kind=LOGO)
        standing_member(allowed=("name",), logo=logo)

        assert picture_is_public(logo) is False

    def test_not_for_a_logo_on_a_draft(self):
        logo = make_picture(kind=LOGO)
        standing_member(allowed=("name", "logo"), logo=logo, campaign=DraftFactory())

        assert picture_is_public(logo) is False

    def test_for_the_logo_of_who_runs_a_public_campaign(self, client):
        organization = Organization.objects.create(
            slug="harbor", name="Harbor", logo=make_picture(kind=LOGO)
        )
        person = OrganizationMembership.objects.create(
            organization=organization, user=UserFactory(), role="member"
        ).user
        assert picture_is_public(organization.logo) is False
        assert enter(Client(), person).get(address(organization.logo)).status_code == 200

        CampaignFactory(organization=organization)

        assert picture_is_public(organization.logo) is True
        assert client.get(address(organization.logo)).status_code == 200


class TestUploads:
    def parse(self, body, **fields):
        return RequestFactory().post("/", {"file": upload(body), **fields})

    def test_arrive_whole(self):
        request = self.parse(b"x" * 100_000, words="kept")

        file = request.FILES["file"]
        assert (file.size, file.read()) == (100_000, b"x" * 100_000)
        assert request.POST["words"] == "kept"

    def test_that_are_too_large_lose_their_bytes_and_nothing_else_is_lost(self, settings):
        request = self.parse(b"x" * (MAX_UPLOAD_BYTES + 1), words="kept")

        file = request.FILES["file"]
        assert (file.size, file.read()) == (MAX_UPLOAD_BYTES + 1, b"")
        assert request.POST["words"] == "kept"
        assert files_in(settings.UPLOAD_DIR) == []

    def test_of_the_largest_size_are_kept(self):
        assert len(self.parse(b"x" * MAX_UPLOAD_BYTES).FILES["file"].read()) == MAX_UPLOAD_BYTES

    def test_without_hope_end_the_connection(self, monkeypatch):
        monkeypatch.setattr(uploads, "HOPELESS_BYTES", 200_000)

        assert self.parse(b"x" * 300_000).FILES == {}

    def test_have_no_name_on_the_disk(self, settings):
        request = self.parse(b"x" * 100_000)

        assert request.FILES["file"].size == 100_000
        assert files_in(settings.UPLOAD_DIR) == []

    def test_that_break_off_leave_nothing(self, settings):
        whole = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
            + b"x" * 99
        )
        request = RequestFactory().generic(
            "POST", "/", whole, content_type="multipart/form-data; boundary=b"
        )

        with contextlib.suppress(MultiPartParserError):
            assert request.FILES.get("file") is None or request.FILES["file"].size <= 99
        assert files_in(settings.UPLOAD_DIR) == []


def form(files=None, *, typed=None, present=None, campaign=None):
    data = TYPED | (typed or {})
    made = PictureForm(
        data,
        files or {},
        campaign=campaign or DraftFactory(),
        values=VALUES | {"picture": present and present.pk},
    )
    made.writer = UserFactory()
    return made


class TestPictureForm:
    def test_stores_a_picture_with_the_words_that_were_confirmed(self, media):
        made = form({"picture": upload()})
        assert made.is_valid(), made.errors
        assert files_in(media) == []

        data = made.to_data()

        picture = Picture.objects.get()
        assert data == {
            "picture": picture.pk,
            "hero_alt": {"en": "A kite over a fence", "es": "Una cometa sobre una valla"},
            "hero_caption": {"en": "", "es": ""},
            "hero_credit": "Ana Ruiz, El Paso, May 2026",
            "hero_license": "CC BY 4.0",
            "focal_x": 30,
            "focal_y": 70,
        }
        assert picture.uploaded_by == made.writer
        assert picture.confirmation.startswith("Every person who can be recognized")
        assert picture.confirmed_at is not None

    def test_gives_just_the_data_that_the_part_reads(self):
        made = form()
        assert made.is_valid()

        assert set(made.to_data()) == set(PARTS["picture"].read(DraftFactory()))

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("telephone.heic", Reason.HEIC),
            ("drawing.svg.png", Reason.SVG),
            ("quarter.jpg", Reason.BROKEN),
            ("bomb-100-megapixels.png", Reason.TOO_MANY_PIXELS),
            ("too-small.jpg", Reason.TOO_SMALL),
            ("moving.png", Reason.ANIMATED),
            ("document.pdf.jpg", Reason.WRONG_KIND),
            ("empty.jpg", Reason.EMPTY),
            ("over-15-megabytes.jpg", Reason.TOO_LARGE),
        ],
    )
    def test_says_kindly_why_it_refuses_and_keeps_what_was_typed(self, name, reason, media):
        made = form({"picture": upload(CORPUS[name].make(), name)})

        assert made.errors == {"picture": [str(picture_form.SENTENCES[reason])]}
        assert made.errors.as_data()["picture"][0].code == reason.value
        assert made["hero_alt_es"].value() == "Una cometa sobre una valla"
        assert made["hero_credit"].value() == "Ana Ruiz, El Paso, May 2026"
        assert not Picture.objects.exists()
        assert files_in(media) == []

    def test_wants_the_word_about_people_with_every_new_picture(self, media):
        made = form({"picture": upload()}, typed={"people_confirmed": ""})

        assert list(made.errors) == ["people_confirmed"]
        assert files_in(media) == []

    def test_keeps_the_present_picture_without_a_new_file(self):
        present = make_picture()
        made = form(present=present, typed={"people_confirmed": ""})

        assert made.is_valid()
        assert made.to_data()["picture"] == present.pk

    def test_removes_the_present_picture_when_asked(self):
        made = form(present=make_picture(), typed={"remove": "on"})

        assert made.is_valid()
        assert made.to_data()["picture"] is None

    def test_never_takes_a_picture_by_its_number(self):
        strangers = make_picture()
        made = form(typed={"picture": str(strangers.pk), "initial-picture": str(strangers.pk)})

        assert made.is_valid()
        assert made.to_data()["picture"] is None

    @pytest.mark.parametrize("share", ["-1", "101", "x"])
    def test_refuses_a_focal_point_outside(self, share):
        assert list(form(typed={"focal_x": share}).errors) == ["focal_x"]

    def test_keeps_other_terms_in_their_own_words(self):
        made = form(typed={"hero_license": "other", "hero_license_other": "press use only"})
        assert made.is_valid()
        assert made.to_data()["hero_license"] == "press use only"

        again = PictureForm(
            campaign=DraftFactory(), values=VALUES | {"hero_license": "press use only"}
        )
        assert again["hero_license"].value() == "other"
        assert again["hero_license_other"].value() == "press use only"

    def test_wants_words_for_other_terms(self):
        assert list(form(typed={"hero_license": "other"}).errors) == ["hero_license_other"]

    @pytest.mark.parametrize(
        "name",
        [
            "../../../../etc/cron.d/evil.jpg",
            "..\\..\\evil.jpg",
            "\u202egpj.exe.jpg",
            "evil\x00.php.jpg",
            "a" * 500 + ".jpg",
            ".htaccess",
        ],
    )
    def test_never_uses_the_name_of_a_file(self, name, media):
        request = RequestFactory().post("/", {"picture": upload(name="x.jpg")})
        request.FILES["picture"]._name = name
        made = form(request.FILES)
        assert made.is_valid(), made.errors

        made.to_data()

        sha = Picture.objects.get().sha256
        assert files_in(media) == [f"{sha}-800.jpg", f"{sha}.jpg"]
        assert files_in(media.parent) == files_in(media)


class TestSentences:
    def test_stand_ready_for_every_reason(self):
        assert set(picture_form.SENTENCES) == set(Reason)
        assert len({str(sentence) for sentence in picture_form.SENTENCES.values()}) == len(Reason)

    @pytest.mark.parametrize("reason", Reason)
    def test_say_what_to_do(self, reason):
        with translation.override("en"):
            assert "hoose" in str(picture_form.SENTENCES[reason])


class TestStudioPage:
    def path(self, campaign):
        return f"/studio/{campaign.number}/parts/picture/"

    def test_takes_a_picture_and_shows_it_uncut(self, client):
        campaign = DraftFactory()
        enter(client, owner_of(campaign))

        answer = client.post(self.path(campaign), TYPED | {"picture": upload()}, headers=OURS)

        assert answer.status_code == 302
        campaign.refresh_from_db()
        assert campaign.picture is not None
        assert (campaign.focal_x, campaign.focal_y) == (30, 70)
        assert campaign.picture.cuts.filter(focal_x=30, focal_y=70).exists()
        page = client.get(self.path(campaign)).content.decode()
        assert address(campaign.picture) in page
        assert 'type="range"' in page
        assert "style=" not in page

    def test_answers_a_refusal_with_422_and_what_was_typed(self, client, media):
        campaign = DraftFactory()
        enter(client, owner_of(campaign))

        answer = client.post(
            self.path(campaign),
            TYPED | {"picture": upload(CORPUS["telephone.heic"].make(), "a.heic")},
            headers=OURS,
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "HEIC" in page
        assert "Una cometa sobre una valla" in page
        assert 'id="errors"' in page
        campaign.refresh_from_db()
        assert campaign.picture is None
        assert files_in(media) == []


class TestPictureOf:
    def campaign(self, **values):
        return CampaignFactory(
            picture=make_picture(),
            hero_image="img/kite.svg",
            hero_alt=Translated(en="A kite", es="Una cometa"),
            hero_credit="Ana Ruiz",
            hero_license="CC BY 4.0",
            focal_x=20,
            focal_y=20,
            **values,
        )

    def test_is_the_drawing_without_an_upload(self):
        campaign = CampaignFactory(hero_image="img/kite.svg")

        found = presenting.picture_of(campaign)

        assert found is not None
        assert found.url == "/static/img/kite.svg"
        assert (found.sources, found.srcset) == ((), "")

    def test_is_the_upload_whole_until_it_is_cut(self):
        campaign = self.campaign()

        found = presenting.picture_of(campaign)

        assert found is not None
        assert found.url == address(campaign.picture)
        assert (found.alt, found.credit) == ("A kite", "Ana Ruiz · CC BY 4.0")
        assert found.sources == ()
        assert (found.width, found.height) == (800, 533)

    def test_is_the_cut_in_every_format_once_it_is_made(self, client):
        campaign = self.campaign()
        cut = storing.want_cut(picture=campaign.picture, focal_x=20, focal_y=20)
        _made(cut)

        found = presenting.picture_of(campaign)

        assert found is not None
        at = f"/media/pictures/{cut.name}"
        assert found.sources == (
            ("image/avif", f"{at}-480.avif 480w, {at}-800.avif 800w"),
            ("image/webp", f"{at}-480.webp 480w, {at}-800.webp 800w"),
        )
        assert found.srcset == f"{at}-480.jpg 480w, {at}-800.jpg 800w"
        page = client.get(f"/c/{campaign.slug}/").content.decode()
        assert f'<source type="image/avif" srcset="{at}-480.avif 480w' in page
        assert f'src="{at}-800.jpg"' in page
        for width, ending in ((480, "avif"), (800, "webp"), (800, "jpg")):
            answer = client.get(f"{at}-{width}.{ending}")
            assert answer.status_code == 200
            assert answer["Content-Type"] == storing.CONTENT_TYPES[ending]

    def test_costs_a_list_the_same_queries_for_many_pictures(
        self, client, django_assert_max_num_queries
    ):
        for _ in range(3):
            self.campaign()
        with django_assert_max_num_queries(30) as few:
            client.get("/campaigns/")
        for _ in range(5):
            self.campaign()

        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get("/campaigns/")


def _made(cut):
    """As the job leaves it, without its child."""
    variants = []
    for width, height in ((480, 288), (800, 480)):
        for ending in ("avif", "webp", "jpg"):
            kind = "JPEG" if ending == "jpg" else ending.upper()
            body = saved(photo((width, height)), kind)
            storing._write(storing.path_of(cut.name, width, ending), body)
            variants.append(
                {"format": ending, "width": width, "height": height, "bytes": len(body)}
            )
    cut.variants = variants
    cut.save()
