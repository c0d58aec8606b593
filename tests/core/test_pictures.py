"""Cleaning keeps what can be seen; storing, cutting and sweeping keep rows and files together."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.core import childproc
from redress.core.locks import NoTransaction
from redress.core.models import Picture, PictureCut
from redress.core.pictures import cleaning, scrubbing, storing, sweeping
from redress.core.pictures.cleaning import PictureRefused, Reason, clean, make_variants
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.pictures import make_picture
from tests.samples.pictures import CORPUS, TURNED, photo, png, saved, turned

HERO, LOGO = Picture.Kind.HERO, Picture.Kind.LOGO
RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def color_at(body, share_x, share_y):
    with Image.open(io.BytesIO(body)) as picture:
        at = (int(picture.width * share_x), int(picture.height * share_y))
        return picture.convert("RGB").getpixel(at)


def near(color, other, by=25):
    return all(abs(one - two) <= by for one, two in zip(color, other, strict=True))


def files_in(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


class TestClean:
    @pytest.mark.parametrize("orientation", TURNED)
    def test_sets_a_turned_picture_upright(self, orientation):
        body = clean(turned(orientation), kind=HERO).master.body

        assert near(color_at(body, 0.05, 0.05), RED)
        assert not near(color_at(body, 0.95, 0.05), RED)
        assert not near(color_at(body, 0.05, 0.95), RED)

    def test_translates_colors_before_the_profile_goes(self):
        body = clean(CORPUS["swapped-profile.png"].make(), kind=HERO).master.body

        assert near(color_at(body, 0.05, 0.05), BLUE)

    def test_shows_colors_of_a_broken_profile_as_they_are(self):
        body = clean(CORPUS["broken-profile.jpg"].make(), kind=HERO).master.body

        assert near(color_at(body, 0.05, 0.05), RED)

    def test_puts_what_is_transparent_on_white(self):
        clear = Image.new("RGBA", (900, 600), (0, 0, 0, 0))

        body = clean(saved(clear, "PNG"), kind=HERO).master.body

        assert color_at(body, 0.5, 0.5) == (255, 255, 255)

    def test_scales_sixteen_bits_instead_of_cutting_them_off(self):
        body = clean(CORPUS["sixteen-bits.png"].make(), kind=HERO).master.body

        assert near(color_at(body, 0.5, 0.5), (128, 128, 128), by=3)

    def test_keeps_print_colors_alike(self):
        body = clean(CORPUS["print.jpg"].make(), kind=HERO).master.body

        assert near(color_at(body, 0.05, 0.05), RED, by=40)

    def test_makes_a_logo_fit_whole(self):
        cleaned = clean(saved(photo((1_500, 500)), "PNG"), kind=LOGO)

        assert (cleaned.master.width, cleaned.master.height) == (600, 200)

    def test_takes_a_small_logo_and_no_smaller_one(self):
        assert clean(saved(photo((64, 64)), "PNG"), kind=LOGO).master.width == 64

        with pytest.raises(PictureRefused) as refused:
            clean(saved(photo((64, 63)), "PNG"), kind=LOGO)
        assert refused.value.reason is Reason.TOO_SMALL

    def test_never_makes_a_picture_larger(self):
        cleaned = clean(saved(photo((700, 500)), "PNG"), kind=HERO)

        assert (cleaned.master.width, cleaned.master.height) == (700, 500)
        assert (cleaned.preview.width, cleaned.preview.height) == (700, 500)

    def test_gives_the_same_bytes_for_the_same_picture(self):
        assert clean(png(), kind=HERO).master.body == clean(png(), kind=HERO).master.body

    @pytest.mark.parametrize(
        ("limits", "reason"),
        [
            (childproc.Limits(wall_seconds=0.01), Reason.TOOK_TOO_LONG),
            (childproc.Limits(memory_bytes=100_000_000), Reason.TOO_HEAVY),
        ],
    )
    def test_ends_a_child_that_asks_too_much(self, limits, reason, monkeypatch):
        monkeypatch.setattr(cleaning, "LIMITS", limits)

        with pytest.raises(PictureRefused) as refused:
            clean(CORPUS["clear-20-megapixels.png"].make(), kind=HERO)

        assert refused.value.reason is reason

    def test_outlives_a_decoder_that_crashes(self, monkeypatch, tmp_path, caplog):
        script = tmp_path / "crashing.py"
        script.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
        monkeypatch.setattr(scrubbing, "__file__", str(script))

        with pytest.raises(PictureRefused) as refused:
            clean(png(), kind=HERO)

        assert refused.value.reason is Reason.BROKEN
        assert "A picture ended its child" in caplog.text


class TestMakeVariants:
    def test_cuts_around_the_focal_point(self):
        wide = Image.new("RGB", (1_600, 600), BLUE)
        wide.paste(RED, (0, 0, 400, 600))
        master = saved(wide, "JPEG", quality=92)

        left = make_variants(master, kind=HERO, focal=(0, 50))
        right = make_variants(master, kind=HERO, focal=(100, 50))

        assert {(file.format, file.width, file.height) for file in left} == {
            (ending, width, height)
            for ending in ("avif", "webp", "jpg")
            for width, height in ((480, 288), (800, 480))
        }
        for file in left:
            assert near(color_at(file.body, 0.1, 0.5), RED)
            assert near(color_at(file.body, 0.9, 0.5), BLUE)
        assert all(near(color_at(file.body, 0.1, 0.5), BLUE) for file in right)

    def test_cuts_a_tall_picture_from_the_top_to_the_bottom(self):
        tall = Image.new("RGB", (800, 1_600), BLUE)
        tall.paste(RED, (0, 0, 800, 400))

        files = make_variants(saved(tall, "JPEG"), kind=HERO, focal=(50, 0))

        assert {(file.width, file.height) for file in files} == {(480, 288), (800, 480)}
        assert near(color_at(files[0].body, 0.5, 0.5), RED)

    def test_leaves_a_logo_whole_and_never_enlarges_it(self):
        files = make_variants(saved(photo((100, 80)), "JPEG"), kind=LOGO, focal=None)

        assert [(file.format, file.width, file.height) for file in files] == [
            ("avif", 100, 80),
            ("webp", 100, 80),
            ("jpg", 100, 80),
        ]


def jobs_for(cut):
    jobs = ProcrastinateJob.objects.filter(task_name="make_picture_cut")
    return jobs.filter(args={"cut_id": cut.pk}).count()


@pytest.mark.django_db(transaction=True)
class TestStore:
    def test_keeps_the_master_and_one_small_picture(self, media, now):
        person = UserFactory()

        picture = storing.store(
            png(), kind=HERO, uploaded_by=person, confirmation="All agree.", now=now
        )

        assert (picture.width, picture.height) == (900, 600)
        assert (picture.uploaded_by, picture.confirmation) == (person, "All agree.")
        assert picture.confirmed_at == now
        assert files_in(media) == [f"{picture.sha256}-800.jpg", f"{picture.sha256}.jpg"]
        whole = storing.whole(picture)
        assert (whole.name, whole.width, whole.height) == (picture.sha256, 800, 533)
        assert whole.widths == {"jpg": (800,)}

    def test_keeps_the_same_picture_once(self, media, now):
        person = UserFactory()
        first = storing.store(png(), kind=HERO, uploaded_by=person, now=now)
        before = files_in(media)

        again = storing.store(png(), kind=HERO, uploaded_by=person, now=now)

        assert again.pk == first.pk
        assert Picture.objects.count() == 1
        assert files_in(media) == before

    def test_shares_the_files_of_two_people(self, media, now):
        first = storing.store(png(), kind=HERO, uploaded_by=UserFactory(), now=now)
        before = files_in(media)

        other = storing.store(png(), kind=HERO, uploaded_by=UserFactory(), now=now)

        assert other.pk != first.pk
        assert files_in(media) == before

    @pytest.mark.parametrize("name", ["half.jpg", "drawing.svg", "empty.jpg", "moving.png"])
    def test_keeps_nothing_of_a_refused_one(self, name, media, now):
        storing.store(png(), kind=HERO, uploaded_by=None, now=now)
        before = files_in(media)

        with pytest.raises(PictureRefused):
            storing.store(CORPUS[name].make(), kind=HERO, uploaded_by=None, now=now)

        assert files_in(media) == before
        assert Picture.objects.count() == 1
        assert PictureCut.objects.count() == 1

    def test_does_not_wait_for_a_child_in_a_transaction(self, now):
        with transaction.atomic(), pytest.raises(NoTransaction):
            storing.store(png(), kind=HERO, uploaded_by=None, now=now)

    def test_has_a_logo_finished_by_a_job(self, media, now):
        logo = storing.store(saved(photo((300, 200)), "PNG"), kind=LOGO, uploaded_by=None, now=now)
        cut = logo.cuts.get()
        assert cut.made_at is None
        assert jobs_for(cut) == 1

        assert storing.make_cut(cut.pk) is True

        widths = storing.whole(logo).widths
        assert widths["avif"] == widths["webp"] == (160,)
        assert widths["jpg"] == (160, 300)


@pytest.mark.django_db(transaction=True)
class TestWantCut:
    def test_asks_for_one_job_however_often_it_is_called(self):
        picture = make_picture()

        first = storing.want_cut(picture=picture, focal_x=30, focal_y=60)
        again = storing.want_cut(picture=picture, focal_x=30, focal_y=60)

        assert again.pk == first.pk
        assert jobs_for(first) == 1

    def test_asks_for_nothing_when_the_transaction_is_undone(self):
        picture = make_picture()

        with pytest.raises(RuntimeError), transaction.atomic():
            cut = storing.want_cut(picture=picture, focal_x=30, focal_y=60)
            raise RuntimeError

        assert jobs_for(cut) == 0
        assert picture.cuts.count() == 1

    def test_forgets_all_but_the_last_few_focal_points(self):
        picture = make_picture()
        for share in range(8):
            storing.want_cut(picture=picture, focal_x=share, focal_y=0)

        kept = picture.cuts.filter(focal_x__isnull=False).order_by("pk")

        assert [cut.focal_x for cut in kept] == [3, 4, 5, 6, 7]
        assert picture.cuts.filter(focal_x__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
class TestMakeCut:
    def test_writes_every_width_and_format_that_fits(self, media):
        picture = make_picture()
        cut = storing.want_cut(picture=picture, focal_x=50, focal_y=50)

        assert storing.make_cut(cut.pk) is True

        shown = storing.shown(picture, focal_x=50, focal_y=50)
        assert shown.name == cut.name != picture.sha256
        assert shown.widths == dict.fromkeys(("avif", "webp", "jpg"), (480, 800))
        assert (shown.width, shown.height) == (800, 480)
        names = files_in(media)
        assert [name for name in names if name.startswith(cut.name)] == sorted(
            f"{cut.name}-{width}.{kind}" for width in (480, 800) for kind in ("avif", "webp", "jpg")
        )
        assert not [name for name in names if name.startswith(".new-")]

    def test_does_nothing_a_second_time(self):
        cut = storing.want_cut(picture=make_picture(), focal_x=50, focal_y=50)
        storing.make_cut(cut.pk)

        assert storing.make_cut(cut.pk) is False

    def test_does_nothing_for_a_cut_that_is_gone(self):
        assert storing.make_cut(0) is False


@pytest.mark.django_db(transaction=True)
class TestShown:
    def test_is_the_whole_until_a_cut_is_made(self):
        picture = make_picture()
        storing.want_cut(picture=picture, focal_x=10, focal_y=10)

        assert storing.shown(picture, focal_x=10, focal_y=10).name == picture.sha256

    def test_is_the_last_cut_while_the_next_is_being_made(self):
        picture = make_picture()
        old = storing.want_cut(picture=picture, focal_x=10, focal_y=10)
        storing.make_cut(old.pk)
        storing.want_cut(picture=picture, focal_x=90, focal_y=10)

        assert storing.shown(picture, focal_x=90, focal_y=10).name == old.name

    def test_is_the_cut_of_the_focal_point_and_not_the_newest(self):
        picture = make_picture()
        right = storing.want_cut(picture=picture, focal_x=10, focal_y=10)
        other = storing.want_cut(picture=picture, focal_x=90, focal_y=10)
        storing.make_cut(right.pk)
        storing.make_cut(other.pk)

        assert storing.shown(picture, focal_x=10, focal_y=10).name == right.name


class TestPathOf:
    def test_lies_under_the_beginning_of_its_name(self, media):
        name = "ab" + "0" * 62

        assert storing.path_of(name, 480, "webp") == media / "pictures/ab" / f"{name}-480.webp"
        assert storing.path_of(name) == media / "pictures/ab" / f"{name}.jpg"

    @pytest.mark.parametrize(
        ("name", "ending"),
        [("../../etc/passwd", "jpg"), ("AB" + "0" * 62, "jpg"), ("0" * 64, "svg"), ("", "jpg")],
    )
    def test_refuses_what_is_no_name(self, name, ending):
        with pytest.raises(ValueError):
            storing.path_of(name, 480, ending)


@pytest.mark.django_db(transaction=True)
class TestSweep:
    def age(self, media, hours):
        for path in media.rglob("*.*"):
            stat = path.stat()
            os.utime(path, (stat.st_atime, stat.st_mtime - hours * 3600))

    def test_removes_what_nothing_showed_for_a_day(self, media, now):
        make_picture()
        sweeping.sweep(now=now)
        assert Picture.objects.get().unattached_since == now

        assert sweeping.sweep(now=now + timedelta(hours=23, minutes=59))[0] == 0
        assert sweeping.sweep(now=now + timedelta(hours=24))[0] == 1

        assert not Picture.objects.exists()
        assert not PictureCut.objects.exists()

    def test_keeps_what_a_campaign_shows(self, media, now):
        campaign = CampaignFactory(picture=make_picture())
        sweeping.sweep(now=now)

        assert sweeping.sweep(now=now + timedelta(days=30)) == (0, 0)

        campaign.picture.refresh_from_db()
        assert campaign.picture.unattached_since is None

    def test_counts_the_day_anew_after_it_was_shown_again(self, media, now):
        picture = make_picture()
        sweeping.sweep(now=now)
        campaign = CampaignFactory(picture=picture)
        sweeping.sweep(now=now + timedelta(hours=20))
        campaign.picture = None
        campaign.save()

        assert sweeping.sweep(now=now + timedelta(hours=25))[0] == 0
        assert sweeping.sweep(now=now + timedelta(hours=50))[0] == 1

    def test_removes_files_an_hour_after_their_row(self, media):
        from redress.core import clock

        picture = make_picture()
        kept = make_picture()
        picture.delete()
        moment = clock.now()
        assert sweeping.sweep(now=moment)[1] == 0
        self.age(media, hours=2)

        assert sweeping.sweep(now=moment)[1] == 2
        assert files_in(media) == [f"{kept.sha256}-800.jpg", f"{kept.sha256}.jpg"]

    def test_removes_what_a_crash_left_half_written(self, media):
        from redress.core import clock

        make_picture()
        left = next(media.rglob("*.jpg")).parent / ".new-abc"
        left.write_bytes(b"half")
        self.age(media, hours=2)

        os.utime(left, (0, 0))
        assert sweeping.sweep(now=clock.now())[1] == 1
        assert not left.exists()

    def test_bears_a_folder_that_is_not_there(self, now):
        assert sweeping.sweep(now=now) == (0, 0)

    def test_runs_each_hour(self, now):
        assert sweeping.sweep_pictures(0) == 0
