"""The XML parts of a zipped document from someone else, parsed without entities and without network."""

from zipfile import ZipFile

from lxml import etree

from xltools.plan.findings import UnusableInputError


def part(package: ZipFile, name: str) -> etree._Element | None:
    """Return the root of a part, None if the package has none of this name.

    Raises UnusableInputError for XML that is damaged or declares a document type.
    """
    if name not in package.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(package.read(name), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnusableInputError(f"Văn bản đã hỏng ở phần {name}: mở bằng Word rồi lưu lại.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableInputError(f"Văn bản có phần {name} bất thường: không mở cho an toàn.")
    return root
