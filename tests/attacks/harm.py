"""Shows whether payloads did harm on a page: a listener, traces in the page, what its policy refused."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SCRIPT = "<script>ran=1</script>"
TRACES = """
const tags = 'IFRAME OBJECT EMBED BASE FRAMESET FRAME PORTAL MARQUEE ISINDEX MATH AUDIO VIDEO'.split(' ');
const addresses = 'src href action formaction data srcdoc srcset ping poster background style'.split(' ');
const found = [], outside = arguments[0];
const look = (root) => {
  for (const one of root.querySelectorAll('*')) {
    const runs = one.tagName === 'SCRIPT' && !one.src && one.type !== 'application/json';
    const css = one.tagName === 'STYLE' ? one.textContent : '';
    const styles = css.includes(outside) || /^body\\{visibility:hidden|^\\*\\{display:none/.test(css);
    const leads = one.tagName === 'META' && one.httpEquiv === 'refresh';
    if (runs || styles || leads || tags.includes(one.tagName))
      found.push(one.outerHTML.slice(0, 100));
    for (const { name, value } of one.attributes) {
      const leaves = value.includes(outside) || /^[\\s\\0]*(java|vb)script:|^data:text/i.test(value);
      if (/^on/i.test(name) || (leaves && addresses.includes(name)))
        found.push(`${name}=${value}`.slice(0, 100));
    }
    if (one.shadowRoot) look(one.shadowRoot);
  }
};
look(document);
if (window.ran !== undefined) found.push('a script ran');
return found;
"""
"""Returns what elements, attributes and scripts came of payloads; takes the address of the listener."""


class Listener:
    """Listens on a port of this machine and counts connections; it has a page at `/page`."""

    def __init__(self) -> None:
        self.connections, self.html = 0, ""
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(listener.html.encode() if self.path == "/page" else b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            def verify_request(self, *_: object) -> bool:
                listener.connections += 1
                return True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def refusals(browser: Any) -> list[str]:
    """Return what the policy of a page had to refuse."""
    said = [one["message"] for one in browser.get_log("browser")]
    return [one[:200] for one in said if "Content Security Policy" in one or "Refused to" in one]


def check_harmless(browser: Any, listener: Listener, shows: str = SCRIPT) -> None:
    """Nothing ran, no element came of a payload, nobody was asked; the payload is there as text."""
    assert browser.execute_script(TRACES, listener.address) == []
    assert refusals(browser) == []
    assert listener.connections == 0
    if shows:
        text = browser.execute_script(
            "return document.documentElement.textContent"
            " + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join(' ')"
        )
        assert shows in text
