"""The ribbon: its tabs, drawn from the commands and the pages, in both namespaces that Excel reads."""

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from xltools.commands.registry import Button, Ribbon, Tab, buttons
from xltools.workbook.build.macros import ADDIN, Target
from xltools.workbook.build.pages import PAGES

RIBBONS = {
    "customUI/customUI14.xml": (
        "http://schemas.microsoft.com/office/2009/07/customui",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    ),
    "customUI/customUI.xml": (
        "http://schemas.microsoft.com/office/2006/01/customui",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    ),
}
SHEETS = "Đi tới"


def ribbon_xml(namespace: str, target: Target) -> bytes:
    """The ribbon part of a target in one of the two namespaces."""
    root = etree.Element("customUI", xmlns=namespace, onLoad=_callback(target, "OnLoad"))
    tabs = etree.SubElement(etree.SubElement(root, "ribbon"), "tabs")
    drawn = {name: _draw_tab(tabs, name, target) for name in Tab}
    for number, (title, shown) in enumerate(groups(), 1):
        group = etree.SubElement(drawn[title.tab], "group", id=f"grp{number}{target.name}", label=title)
        for button in shown:
            _draw(group, button, _callback(target, "Run"))
    _draw_sheets(drawn[Tab.PLAN], target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def groups() -> Iterator[tuple[Ribbon, list[Button]]]:
    """The groups of commands in order, each with its buttons, the large ones first."""
    for title, shown in groupby((button for _, button in buttons().values()), lambda button: button.group):
        yield title, sorted(shown, key=lambda button: not button.large)


def _draw_tab(tabs: etree._Element, name: Tab, target: Target) -> etree._Element:
    """A tab; that of the workbook's plan is the one on which it opens (see ribbon.bas)."""
    label = f"{name} (chung)" if target is ADDIN else name
    identifier = f"tab{target.name}" if name is Tab.PLAN else f"tab{target.name}{name.name.title()}"
    return etree.SubElement(tabs, "tab", id=identifier, label=label)


def _callback(target: Target, name: str) -> str:
    return f"Ribbon{target.name}.{target.name}{name}"


def _draw(group: etree._Element, button: Button, callback: str) -> None:
    etree.SubElement(
        group,
        "button",
        id=button.id,
        label=button.label,
        imageMso=button.icon,
        size="large" if button.large else "normal",
        onAction=callback,
        screentip=button.label,
        supertip=button.tip,
    )


def _draw_sheets(tab: etree._Element, target: Target) -> None:
    group = etree.SubElement(tab, "group", id=f"grpDiToi{target.name}", label=SHEETS)
    for page in PAGES:
        etree.SubElement(
            group,
            "button",
            id=f"btnDiToi{page.code_name[2:]}",
            tag=page.code_name,
            label=page.title,
            imageMso=page.image,
            size="normal",
            onAction=_callback(target, "GoTo"),
            screentip=f"Mở sheet {page.title}",
            supertip=page.guide,
        )
