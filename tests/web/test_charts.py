"""The drawings' geometry: exact points, what is left out, and who must not be told."""

from datetime import date, timedelta

from redress.web import charts

START, END = date(2026, 11, 6), date(2026, 12, 18)


def days(*sums: int, step: int = 1) -> list[tuple[date, int]]:
    """Running sums on days from the start."""
    return [(START + timedelta(days=step * index), total) for index, total in enumerate(sums)]


class TestPercent:
    def test_rounds_down_so_that_100_is_never_early(self) -> None:
        assert charts.percent(99_999, 100_000) == 99

    def test_is_zero_without_a_goal(self) -> None:
        assert charts.percent(5, 0) == 0


class TestMeter:
    def test_is_hidden_below_30_percent(self) -> None:
        assert charts.meter(pledged=29_999, goal=100_000) is None

    def test_reaches_as_far_as_the_pledges(self) -> None:
        meter = charts.meter(pledged=74_200, goal=100_000)

        assert meter is not None
        assert (meter.percent, meter.filled, meter.goal_at, meter.stretch) == (
            74,
            "249.3",
            "340",
            "",
        )

    def test_has_eleven_ticks_of_which_three_are_long(self) -> None:
        meter = charts.meter(pledged=50_000, goal=100_000)

        assert meter is not None
        assert len(meter.ticks) == 11
        assert [place for place, long in meter.ticks if long] == ["4", "172", "340"]

    def test_moves_the_goal_inward_and_shows_a_second_bar_past_it(self) -> None:
        meter = charts.meter(pledged=200_000, goal=100_000)

        assert meter is not None
        assert (meter.filled, meter.goal_at, meter.stretch) == ("168", "172", "168")


class TestPledgesOverTime:
    def test_is_not_drawn_from_one_day(self) -> None:
        drawn = charts.pledges_over_time(
            days(1_000), goal=100_000, start=START, end=END, open_still=True
        )

        assert drawn is None

    def test_draws_the_sums_between_the_goal_and_the_ground(self) -> None:
        drawn = charts.pledges_over_time(
            [(START, 0), (END, 100_000)], goal=100_000, start=START, end=END, open_still=False
        )

        assert drawn is not None
        assert drawn.line == "M62 290 L546 42.7"
        assert drawn.area == "M62 290 L546 42.7 L546 290 L62 290Z"
        assert drawn.goal_y == "42.7"

    def test_projects_the_pace_of_the_last_two_weeks(self) -> None:
        drawn = charts.pledges_over_time(
            days(*range(10_000, 50_000, 2_000)),
            goal=100_000,
            start=START,
            end=END,
            open_still=True,
        )

        # 20 days, $20 a day, 23 more days
        assert drawn is not None
        assert drawn.projected_minor == 48_000 + 23 * 2_000
        assert drawn.projection.endswith("L546 57.5")

    def test_projects_in_whole_units_only(self) -> None:
        drawn = charts.pledges_over_time(
            days(0, 100, 211, 333, 444, 555, 677), goal=9_000, start=START, end=END, open_still=True
        )

        assert drawn is not None
        assert drawn.projected_minor is not None
        assert drawn.projected_minor % 100 == 0

    def test_does_not_project_from_less_than_five_days(self) -> None:
        drawn = charts.pledges_over_time(
            days(1_000, 2_000, 3_000), goal=100_000, start=START, end=END, open_still=True
        )

        assert drawn is not None
        assert (drawn.projected_minor, drawn.projection) == (None, "")

    def test_does_not_project_a_closed_campaign(self) -> None:
        drawn = charts.pledges_over_time(
            days(*range(0, 50_000, 2_000)), goal=100_000, start=START, end=END, open_still=False
        )

        assert drawn is not None
        assert drawn.projected_minor is None

    def test_does_not_project_when_nothing_came_lately(self) -> None:
        drawn = charts.pledges_over_time(
            days(*[5_000] * 20), goal=100_000, start=START, end=END, open_still=True
        )

        assert drawn is not None
        assert drawn.projected_minor is None

    def test_keeps_the_line_inside_the_box_past_the_goal(self) -> None:
        drawn = charts.pledges_over_time(
            [(START, 0), (END, 250_000)], goal=100_000, start=START, end=END, open_still=False
        )

        assert drawn is not None
        assert drawn.line == "M62 290 L546 42.7"
        assert drawn.goal_y == "191.1"

    def test_writes_each_day_once_on_a_short_campaign(self) -> None:
        drawn = charts.pledges_over_time(
            days(0, 500),
            goal=6_000,
            start=START,
            end=START + timedelta(days=1),
            open_still=True,
        )

        assert drawn is not None
        assert [label.day for label in drawn.x_labels] == [START, START + timedelta(days=1)]


class TestDisclosable:
    def test_leaves_out_groups_under_ten(self) -> None:
        assert charts.disclosable({"CA": 41, "WA": 9}, total=100) == {"CA": 41}

    def test_names_a_group_of_ten(self) -> None:
        assert charts.disclosable({"CA": 10}, total=10) == {"CA": 10}

    def test_hides_the_smallest_named_state_when_the_rest_could_be_subtracted(self) -> None:
        # 60 - 41 - 12 = 7 people would be told by difference
        assert charts.disclosable({"CA": 41, "TX": 12, "WA": 7}, total=60) == {"CA": 41}

    def test_names_nobody_when_no_split_is_safe(self) -> None:
        assert charts.disclosable({"CA": 12, "WA": 3}, total=15) == {}

    def test_counts_people_without_a_place_into_the_rest(self) -> None:
        assert charts.disclosable({"CA": 41, "WA": 7}, total=60) == {"CA": 41}


class TestStatesMap:
    def test_is_absent_while_no_state_may_be_named(self) -> None:
        assert charts.states_map({"CA": 9, "TX": 3}, total=40) is None

    def test_draws_all_states_and_counts_only_the_named(self) -> None:
        drawn = charts.states_map({"CA": 41, "TX": 38, "WA": 9}, total=212)

        assert drawn is not None
        assert len(drawn.shapes) == 51
        assert {shape.code: shape.count for shape in drawn.shapes if shape.count} == {
            "CA": 41,
            "TX": 38,
        }
        assert {shape.step for shape in drawn.shapes if shape.code == "WA"} == {0}

    def test_lists_the_named_states_most_first_and_the_rest_as_one(self) -> None:
        drawn = charts.states_map({"TX": 38, "CA": 41, "WA": 9}, total=212)

        assert drawn is not None
        assert drawn.rows == (("California", 41), ("Texas", 38))
        assert drawn.elsewhere == 133

    def test_steps_follow_round_numbers_up_to_the_highest(self) -> None:
        drawn = charts.states_map({"CA": 41, "TX": 12}, total=212)

        assert drawn is not None
        assert [(step.least, step.most) for step in drawn.steps] == [
            (10, 14),
            (15, 19),
            (20, 29),
            (30, None),
        ]

    def test_never_has_more_than_four_steps(self) -> None:
        drawn = charts.states_map({"CA": 250_000, "TX": 10}, total=400_000)

        assert drawn is not None
        assert len(drawn.steps) == 4
        assert drawn.steps[0].least == 10

    def test_lists_a_place_that_the_map_does_not_show(self) -> None:
        drawn = charts.states_map({"PR": 20}, total=60)

        assert drawn is not None
        assert drawn.rows == (("PR", 20),)


class TestStateName:
    def test_is_the_name(self) -> None:
        assert charts.state_name("NM") == "New Mexico"

    def test_is_the_code_of_a_place_without_outline(self) -> None:
        assert charts.state_name("GU") == "GU"
