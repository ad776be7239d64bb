"""The ribbon of the workbook: one tab, drawn from the pages, in both namespaces that Excel reads."""

from lxml import etree

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
CALLBACK = "RibbonKeHoach.GoToSheet"


def ribbon_xml(namespace: str) -> bytes:
    """The ribbon part in one of the two namespaces."""
    root = etree.Element("customUI", xmlns=namespace)
    tabs = etree.SubElement(etree.SubElement(root, "ribbon"), "tabs")
    tab = etree.SubElement(tabs, "tab", id="tabKeHoach", label="Kế hoạch")
    group = etree.SubElement(tab, "group", id="grpDiToi", label="Đi tới")
    for page in PAGES:
        etree.SubElement(
            group,
            "button",
            id=f"btn{page.code_name[2:]}",
            tag=page.code_name,
            label=page.title,
            imageMso=page.image,
            size="large",
            onAction=CALLBACK,
            screentip=f"Mở sheet {page.title}",
            supertip=page.guide,
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
