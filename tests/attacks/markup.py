"""XML and HTML: entities and elements without end, files of the machine, tags that are not closed."""

from __future__ import annotations

from collections.abc import Iterator

from attacks.samples import as_akn, as_html, resolution

DEEP = 1_000_000


def lol(names: int) -> str:
    """Write entities that stand for ten of each other: ten to the power of `names` in all."""
    first = '<!ENTITY l0 "lol">'
    return first + "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, names + 1))


def document(content: str, before: str = "") -> str:
    """Write a document of Akoma Ntoso with this content, and this before its first element."""
    return f"{before}<akomaNtoso><doc><mainBody>{content}</mainBody></doc></akomaNtoso>"


def hostile() -> Iterator[tuple[str, bytes]]:
    """Make all of them, each with its name."""
    yield from ((f"{name}.xml", text.encode()) for name, text in _xml())
    yield from ((f"{name}.html", text.encode()) for name, text in _html())
    whole = {"xml": as_akn(resolution()), "html": as_html(resolution())}
    for kind, data in whole.items():
        yield from ((f"cut at {part} of 32.{kind}", data[: len(data) * part // 32]) for part in range(1, 32))
    yield (
        "UTF-16 that says UTF-8.xml",
        document("<p>pier</p>", '<?xml version="1.0" encoding="UTF-8"?>').encode("utf-16"),
    )
    yield (
        "an encoding that there is not.xml",
        document("<p>x</p>", "<?xml version='1.0' encoding='X'?>").encode(),
    )


def _xml() -> Iterator[tuple[str, str]]:
    """Make XML."""
    yield "a billion laughs", document("<p>&l9;</p>", f"<!DOCTYPE akomaNtoso [{lol(9)}]>")
    yield "laughs in an attribute", document('<p class="&l9;"/>', f"<!DOCTYPE akomaNtoso [{lol(9)}]>")
    blown = f'<!ENTITY a "{"a" * 100_000}">'
    yield (
        "one long entity many times",
        document(f"<p>{'&a;' * 10_000}</p>", f"<!DOCTYPE akomaNtoso [{blown}]>"),
    )
    for name, place in (
        ("a file of the machine", "file:///etc/hostname"),
        ("a device of the machine", "file:///dev/zero"),
        ("another machine", "http://127.0.0.1:9/x"),
    ):
        yield name, document("<p>&x;</p>", f'<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "{place}">]>')
    yield (
        "entities of parameters",
        document("<p/>", '<!DOCTYPE akomaNtoso [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>'),
    )
    yield "elements without end", document("<b>" * DEEP)
    yield "elements within elements", document("<b>" * 300 + "</b>" * 300)
    yield "a thousand attributes", document("<p " + " ".join(f'a{at}="x"' for at in range(20_000)) + "/>")
    yield "one long attribute", document(f'<p class="{"x" * 20_000_000}">pier</p>')
    yield "one long comment", document(f"<!--{'x' * 20_000_000}--><p>pier</p>")
    yield (
        "included elsewhere",
        document('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>'),
    )
    yield "an element that is not closed", document("<p>Piers")
    yield "two roots", document("") * 2
    yield "a sign that XML cannot have", document("<p>\x01</p>")


def _html() -> Iterator[tuple[str, str]]:
    """Make HTML."""
    for tags in ("<div>", "<b>", "<ul><li>", "<table><tr><td>", "<p><span>", "<del>", "<svg><g>", "<math>"):
        yield f"{tags.replace('<', '').replace('>', ' ')}without end", f"<html>before{tags * 200_000}deep"
    yield (
        "a cell as wide as a book",
        ("<html><table><tr><td colspan=1000000000 rowspan=1000000000>x<td>y</tr></table>"),
    )
    yield "a table of many cells", "<html><table>" + "<tr>" + "<td>x" * 300_000
    yield "a list that begins late", f"<html><ol start={'9' * 4000}><li>x</ol>"
    yield "styles without end", "<html><style>" + "p{color:red}" * 500_000 + "</style><p>pier"
    yield "a selector without end", "<html><style>" + "a " * 500_000 + "{display:none}</style><p>pier"
    yield "signs without end", "<html><p>" + "&amp;" * 2_000_000
    yield "a comment without end", "<html><p>pier<!--" + "-" * 5_000_000
    yield "a tag without end", "<html><p " + "a=" * 2_000_000
    yield "a script and nothing more", "<html><script>" + "x" * 1_000_000 + "</script>"
    yield "a page within a page", "<html><iframe srcdoc='<script>x</script>'></iframe><p>pier</p>" * 10_000
