"""What would run, or ask another machine, if it were taken for HTML, a style or an address anywhere.

A page must show each as text: nothing sets `ran`, no request leaves for OUTSIDE.
"""

from __future__ import annotations

OUTSIDE = "https://example.org"
"""Where a payload that works would ask."""

SCRIPTS = (
    "<script>ran=1</script>",
    "<SCRIPT SRC=https://example.org/a.js></SCRIPT>",
    "<scr<script>ipt>ran=1</scr</script>ipt>",
    "<script type=module>import 'https://example.org/m.js'</script>",
    "</script><script>ran=1</script>",
    "</title><script>ran=1</script>",
    "</textarea></option></select><script>ran=1</script>",
    "<!--><script>ran=1</script-->",
    "<![CDATA[<script>ran=1</script>]]>",
    "<noscript><p title='</noscript><script>ran=1</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><script>ran=1</script>'>",
    "&lt;script&gt;ran=1&lt;/script&gt;",
    "\\u003cscript\\u003eran=1\\u003c/script\\u003e",
    "+ADw-script+AD4-ran=1+ADw-/script+AD4-",
    "%3Cscript%3Eran=1%3C/script%3E",
    "\uff1cscript\uff1eran=1\uff1c/script\uff1e",
    "<script\u0000>ran=1</script>",
    "<\u200bscript>ran=1</script>",
)
HANDLERS = (
    "<img src=https://example.org/x onerror=ran=1>",
    "<img src=x:x onerror=ran=1>",
    '"><img src=x onerror=ran=1><script>ran=1</script>',
    '"><svg onload=ran=1>',
    "<svg/onload=ran=1>",
    "<body onload=ran=1>",
    "<details open ontoggle=ran=1>",
    "<video src=https://example.org/v autoplay onloadstart=ran=1></video>",
    "<audio src=x onerror=ran=1>",
    "<input autofocus onfocus=ran=1>",
    "' autofocus onfocus=ran=1 x='",
    "<marquee onstart=ran=1>x</marquee>",
    "<div style='animation:x' onanimationstart=ran=1>",
    "<a href=# onclick=ran=1 onmouseover=ran=1>x</a>",
    "<form><button formaction=javascript:ran=1>x</button></form>",
    "<isindex type=image src=x onerror=ran=1>",
)
ADDRESSES = (
    "javascript:ran=1",
    "JaVaScRiPt:ran=1",
    "java\tscript:ran=1",
    "data:text/html,<script>ran=1</script>",
    "vbscript:ran=1",
    "'><a href=javascript:ran=1>x</a>",
    "[a](javascript:ran=1)",
    "![a](https://example.org/i.png)",
    "<https://example.org/auto>",
    "//example.org/path",
)
FRAMES = (
    "</p></div></article><iframe src=javascript:ran=1></iframe>",
    "<iframe src=https://example.org></iframe>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<object data=https://example.org/o></object><embed src=https://example.org/e>",
    "<frameset><frame src=https://example.org></frameset>",
    "<portal src=https://example.org></portal>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<base href=https://example.org/>",
    "\u202e<form action=https://example.org>",
    "<link rel=stylesheet href=https://example.org/c.css>",
    "<link rel=prefetch href=https://example.org/p>",
)
STYLES = (
    "<style>@import 'https://example.org/a.css'</style>",
    "<svg><style>*{background:url(https://example.org/b)}</style></svg>",
    "<p style='background:url(https://example.org/p)'>x</p>",
    "</style><style>*{display:none}</style>",
    "<style>body{visibility:hidden}</style>",
    "<svg><image href=https://example.org/s /></svg>",
    "<svg><use href='https://example.org/u#x'/></svg>",
)
TEMPLATES = (
    "{{constructor.constructor('ran=1')()}} ${ran=1}",
    "{{7*7}}{% raw %}",
    "{% import os %}{{ os.popen('touch ran') }}",
    "{@html '<script>ran=1</script>'}",
    "<template><script>ran=1</script></template>",
    "${`<script>ran=1</script>`}",
)
SIGNS = (
    "\u202egnp.<b>exe\u200b\x00",
    "\x1b[2J\x1b[31mred\x07",
    "\U000e0041\U000e0042\u2066hidden\u2069",
    "a" + "\u0301" * 500,
)

PAYLOADS = (*SCRIPTS, *HANDLERS, *ADDRESSES, *FRAMES, *STYLES, *TEMPLATES, *SIGNS)
"""All of them, the kinds in order."""
