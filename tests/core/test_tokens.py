"""A link does the one thing that it was made for."""

import pytest

from redress.core.tokens import BadToken, make_token, read_token


class TestReadToken:
    def test_gives_back_what_was_signed(self):
        assert read_token("confirm", make_token("confirm", 12, "a")) == ["12", "a"]

    def test_refuses_another_purpose(self):
        with pytest.raises(BadToken):
            read_token("mine", make_token("confirm", 12))

    @pytest.mark.parametrize(
        "mend",
        [
            lambda t: t[:-1],
            lambda t: "1" + t,
            lambda t: t.replace("~", ""),
            lambda t: t + "x" * 300,
        ],
    )
    def test_refuses_a_link_that_was_changed(self, mend):
        with pytest.raises(BadToken):
            read_token("confirm", mend(make_token("confirm", 12)))

    def test_refuses_a_link_signed_with_another_key(self, settings):
        token = make_token("confirm", 12)
        settings.SECRET_KEY = "another"

        with pytest.raises(BadToken):
            read_token("confirm", token)
