"""Build templates/*.docx, the shipped letters; the official ones in the forms of Nghị định 30/2020/NĐ-CP.

Two builds are the same bytes everywhere: fixed dates, no compression.
"""

import sys
from pathlib import Path

from word_templates import invitations, mailing, official_letters, registration

OUTPUT = Path(__file__).parents[1] / "templates"
TEMPLATES = {
    "giay_moi": invitations.to_an_office,
    "giay_moi_ca_nhan": invitations.to_a_person,
    "giay_moi_noi_bo": invitations.to_own_units,
    "nhan_a4": mailing.labels,
    "phieu_dang_ky": registration.registration,
    "phong_bi": mailing.envelope,
    "thu_cam_on": official_letters.thanks,
    "thu_nhac": official_letters.reminder,
}


def main() -> int:
    """Write the templates; return 0."""
    for name, build in TEMPLATES.items():
        path = OUTPUT / f"{name}.docx"
        path.write_bytes(build())
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
