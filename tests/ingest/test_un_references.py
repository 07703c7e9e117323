"""Every form in which a text names a resolution of the United Nations."""

import pytest

from corpus import EditionKey, Kind, Provision, catalogue
from ingest.references import find_references
from ingest.targets import CitingText

ASSEMBLY = "un-ga/res-90-1/2035"
SECURITY = "un-sc/res-2901/2031"
RIGHTS = "un-hrc/res-68-13/2031"
UNION = "itu-pp/res-7/2030"

# who names, the words → the naming words and the target
NAMED = {
    "own resolution": (
        ASSEMBLY,
        "its resolution 60/1 of 3 May 2005",
        [("resolution 60/1", "un-ga/res-60-1/2005")],
    ),
    "verb before the body": (
        SECURITY,
        "Recalling Council resolution 2006/46, Reaffirming General Assembly resolution 60/1",
        [
            ("Council resolution 2006/46", "un-ecosoc/res-2006-46/2006"),
            ("General Assembly resolution 60/1", "un-ga/res-60-1"),
        ],
    ),
    "own resolutions": (
        ASSEMBLY,
        "its resolutions 60/1 of 3 May 2005 on piers, 61/2 of 4 June 2006 and 62/3, and its resolution 63/4",
        [
            ("resolutions 60/1", "un-ga/res-60-1/2005"),
            ("61/2", "un-ga/res-61-2/2006"),
            ("62/3", "un-ga/res-62-3"),
            ("resolution 63/4", "un-ga/res-63-4"),
        ],
    ),
    "a letter without a space": (
        ASSEMBLY,
        "resolution 2200A (XXI)",
        [("resolution 2200A (XXI)", "un-ga/res-2200-a-xxi")],
    ),
    "known to the catalogue": (ASSEMBLY, "resolution 75/1", [("resolution 75/1", "un-ga/res-75-1/2020")]),
    "annex": (
        ASSEMBLY,
        "its resolution 60/1 of 3 May 2005, annex",
        [("resolution 60/1 of 3 May 2005, annex", "un-ga/res-60-1/2005#annex")],
    ),
    "annex with a number": (
        ASSEMBLY,
        "resolution 60/1 of 3 May 2005, annex II",
        [("resolution 60/1 of 3 May 2005, annex II", "un-ga/res-60-1/2005#annex_ii")],
    ),
    "annex of no edition": (ASSEMBLY, "resolution 60/1, annex", [("resolution 60/1", "un-ga/res-60-1")]),
    "paragraph": (
        SECURITY,
        "paragraph 10 of resolution 2722 (2024)",
        [("paragraph 10 of resolution 2722 (2024)", "un-sc/res-2722/2024#para_10")],
    ),
    "item of another body's paragraph": (
        ASSEMBLY,
        "paragraph 3 (b) of Security Council resolution 2722 (2024)",
        [
            (
                "paragraph 3 (b) of Security Council resolution 2722 (2024)",
                "un-sc/res-2722/2024#para_3__subpara_b",
            )
        ],
    ),
    "Security Council's own": (
        SECURITY,
        "resolutions 2216 (2015), 2722 (2024), and 2739 (2024), and its resolution 2216",
        [
            ("resolutions 2216 (2015)", "un-sc/res-2216/2015"),
            ("2722 (2024)", "un-sc/res-2722/2024"),
            ("2739 (2024)", "un-sc/res-2739/2024"),
            ("resolution 2216", "un-sc/res-2216"),
        ],
    ),
    "Security Council, dated": (
        ASSEMBLY,
        "Security Council resolutions 1325 (2000) of 31 October 2000 and 1820 (2008)",
        [
            ("Security Council resolutions 1325 (2000)", "un-sc/res-1325/2000"),
            ("1820 (2008)", "un-sc/res-1820/2008"),
        ],
    ),
    "Economic and Social Council": (
        ASSEMBLY,
        "Economic and Social Council resolution 2019/15 of 8 July 2019 and Council resolution 2006/46",
        [
            ("Economic and Social Council resolution 2019/15", "un-ecosoc/res-2019-15/2019"),
            ("Council resolution 2006/46", "un-ecosoc/res-2006-46/2006"),
        ],
    ),
    "Human Rights Council": (
        ASSEMBLY,
        "Human Rights Council resolution 26/13, Council resolution 26/14 and Assembly resolution 69/166",
        [
            ("Human Rights Council resolution 26/13", "un-hrc/res-26-13"),
            ("Council resolution 26/14", "un-hrc/res-26-14"),
            ("Assembly resolution 69/166", "un-ga/res-69-166"),
        ],
    ),
    "Human Rights Council's own": (
        RIGHTS,
        "its resolution 28/11 and General Assembly resolution 60/251",
        [
            ("resolution 28/11", "un-hrc/res-28-11"),
            ("General Assembly resolution 60/251", "un-ga/res-60-251"),
        ],
    ),
    "special session": (ASSEMBLY, "its resolution S-10/2", [("resolution S-10/2", "un-ga/res-s-10-2")]),
    "emergency special session": (
        ASSEMBLY,
        "resolution ES-11/1 of 2 March 2022",
        [("resolution ES-11/1", "un-ga/res-es-11-1/2022")],
    ),
    "roman session": (
        ASSEMBLY,
        "resolutions 217 A (III) and 2625 (XXV) of 24 October 1970",
        [("resolutions 217 A (III)", "un-ga/res-217-a-iii"), ("2625 (XXV)", "un-ga/res-2625-xxv/1970")],
    ),
    "part": (ASSEMBLY, "resolution 75/290 B", [("resolution 75/290 B", "un-ga/res-75-290-b")]),
    "short name in brackets": (
        UNION,
        "General Assembly (UNGA) Resolution 60/1",
        [("General Assembly (UNGA) Resolution 60/1", "un-ga/res-60-1")],
    ),
    "symbols": (
        ASSEMBLY,
        "A/RES/70/1, S/RES/2231 (2015), A/HRC/RES/48/13, E/RES/2020/23 and A/RES/ES-11/1",
        [
            ("A/RES/70/1", "un-ga/res-70-1"),
            ("S/RES/2231 (2015)", "un-sc/res-2231/2015"),
            ("A/HRC/RES/48/13", "un-hrc/res-48-13"),
            ("E/RES/2020/23", "un-ecosoc/res-2020-23/2020"),
            ("A/RES/ES-11/1", "un-ga/res-es-11-1"),
        ],
    ),
    "own annex": (
        ASSEMBLY,
        "the annex to the present resolution",
        [("annex to the present resolution", "un-ga/res-90-1/2035#annex")],
    ),
    "other assembly": (
        ASSEMBLY,
        "World Health Assembly resolutions 69/2 and 69.3",
        [("69.3", "who-wha/res-69-3/2016")],
    ),
    "other commission": (
        ASSEMBLY,
        "Commission on Human Rights resolution 2003/54",
        [("Commission on Human Rights resolution 2003/54", "commission-human-rights/res-2003-54")],
    ),
    "other conference": (ASSEMBLY, "the Conference resolution 3/20", []),
    "body by letters": (
        ASSEMBLY,
        "UNEA resolution 5/14",
        [("UNEA resolution 5/14", "unep-ea/res-5-14/2022")],
    ),
    "body by letters that is not known": (
        ASSEMBLY,
        "XYZ resolution 5/14",
        [("XYZ resolution 5/14", "xyz/res-5-14")],
    ),
    "documents": (ASSEMBLY, "see A/75/79 and E/2020/55", []),
    "year in brackets in an ITU text": (
        UNION,
        "resolution 1325 (2000)",
        [("resolution 1325 (2000)", "un-sc/res-1325/2000")],
    ),
    "number in an Assembly's text": (ASSEMBLY, "resolution 2216", []),
    "number that no list goes on with": (
        ASSEMBLY,
        "resolution 60/1, in 3/4 of cases",
        [("resolution 60/1", "un-ga/res-60-1")],
    ),
}


@pytest.mark.parametrize(("own", "text", "expected"), NAMED.values(), ids=NAMED)
def test_a_reference_is_read(own, text, expected):
    provision = Provision("para_1", "para. 1", "body", Kind.OPERATIVE, f"Recalls {text};", 1)
    found = find_references((provision,), CitingText(EditionKey.parse(own), catalogue()))
    assert [(one.text, str(one.target)) for one in found] == expected
