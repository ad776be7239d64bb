"""A batch's letters are those that each row would have had alone."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.samples import compiled, event, guest, plan, unfinished, written
from xltools.letters.binding import Bound
from xltools.letters.invitation import event_values, guest_values, values
from xltools.letters.template import Template
from xltools.plan.plan import Plan


@pytest.fixture(scope="module")
def template() -> Template:
    return compiled()


def parts(letter: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(letter)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def alone(template: Template, of: Plan, draft: bool = False) -> dict[str, bytes]:
    """The letter of a plan's only guest, rendered by itself."""
    (row,) = of.guests
    return parts(template.render(values(of, row, draft)))


def is_bound(template: Template) -> bool:
    (part,) = template._parts
    assert isinstance(part, Bound)
    assert part.name == "word/document.xml"
    return bool(part.pieces)


ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
SPECIAL = st.sampled_from(["a\nb", "a\tb", "{_{", "_}", "{{ x }}", "{% x %}", "<&>\"'", "\ue000", "a_b"])


@settings(deadline=None)
@given(office=st.one_of(ANY, SPECIAL), name=st.one_of(ANY, SPECIAL), draft=st.booleans())
def test_bound_letters_are_the_same(template: Template, office: str, name: str, draft: bool) -> None:
    row = guest(office=office, name=name, people=2)
    of = unfinished(remarks="Một & hai\nBa\t_}") if draft else event(chair=office)
    bound = template.bind(event_values(of, draft))
    assert parts(bound.render(guest_values(row))) == parts(
        template.render(values(plan(row, of=of), row, draft))
    )


def test_a_text_too_long_for_one_block_is_deflated(template: Template) -> None:
    row = guest(office="Sở " * 30_000)
    bound = template.bind(event_values(event(), draft=False))
    assert parts(bound.render(guest_values(row))) == parts(
        template.render(values(plan(row), row, draft=False))
    )


def test_the_invitation_only_prints_what_differs(template: Template) -> None:
    assert is_bound(template.bind(event_values(event(), draft=False)))


@pytest.mark.parametrize(
    "text",
    [
        "{% if GhiChu %}a{% else %}b{% endif %}",
        "{{ GhiChu|upper }}",
        "{{ GhiChu|trim }}",
        "{{ GhiChu|length }}",
        "{{ GhiChu|first|default('') }}",
        "{{ GhiChu == 'x' }}",
        "{{ GhiChu != 'x' }}",
        "{{ GhiChu in NoiNhanDong }}",
        "{{ 'x' in GhiChu }}",
        "{{ GhiChu < 'x' }}",
        "{{ GhiChu + 'x' }}",
        "{{ GhiChu ~ ' & ' ~ Ma }}",
        "{{ GhiChu|default('x', true) }}",
    ],
)
def test_a_field_that_is_looked_at_is_rendered_in_full(tmp_path: Path, text: str) -> None:
    template = compiled(written(tmp_path, text))
    bound = template.bind(event_values(event(), draft=False))
    for note in ("x", "<y>", "Như trên"):
        row = guest(note=note)
        assert parts(bound.render(guest_values(row))) == parts(
            template.render(values(plan(row), row, draft=False))
        )


@pytest.mark.parametrize("text", ["{{ GhiChu|default('x') }}", "{{ GhiChu|escape }}"])
def test_a_field_that_is_passed_on_stays_a_gap(tmp_path: Path, text: str) -> None:
    template = compiled(written(tmp_path, text))
    bound = template.bind(event_values(event(), draft=False))
    assert is_bound(bound)
    row = guest(note="<y> & 'z' \"")
    assert parts(bound.render(guest_values(row))) == parts(
        template.render(values(plan(row), row, draft=False))
    )


def test_a_field_of_the_row_that_is_missing_is_an_error(template: Template) -> None:
    with pytest.raises(ValueError, match="không tính được"):
        template.bind(event_values(event(), draft=False)).render({})
