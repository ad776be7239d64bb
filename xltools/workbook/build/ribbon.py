"""The ribbon: one tab, drawn from the commands and the pages, in both namespaces that Excel reads."""

from itertools import groupby

from lxml import etree

from xltools.commands.registry import Button, buttons
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
LABEL, ADDIN_LABEL = "Kế hoạch", "Kế hoạch (chung)"
SHEETS = "Đi tới"


def ribbon_xml(namespace: str, target: Target) -> bytes:
    """The ribbon part of a target in one of the two namespaces."""
    root = etree.Element("customUI", xmlns=namespace, onLoad=_callback(target, "OnLoad"))
    tabs = etree.SubElement(etree.SubElement(root, "ribbon"), "tabs")
    label = ADDIN_LABEL if target is ADDIN else LABEL
    tab = etree.SubElement(tabs, "tab", id=f"tab{target.name}", label=label)
    for number, (title, shown) in enumerate(
        groupby((button for _, button in buttons().values()), lambda button: button.group), 1
    ):
        group = etree.SubElement(tab, "group", id=f"grp{number}{target.name}", label=title)
        for button in sorted(shown, key=lambda button: not button.large):
            _draw(group, button, _callback(target, "Run"))
    _draw_sheets(tab, target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


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
