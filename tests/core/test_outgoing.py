"""Asking other hosts: none within our own walls, whatever a link or a name server says."""

import http.server
import socket
import threading
import time

import pytest

from redress.core import outgoing
from redress.core.outgoing import NoAnswer, NotAsked

AGENT = "test"
PUBLIC = "93.184.216.34"

# an address and what its host resolves to; None: the host is an address itself, or no host
WITHIN = [
    "http://127.0.0.1/",
    "http://127.1.2.3/",
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://255.255.255.255/",
    "http://224.0.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.7/",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[::127.0.0.1]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://127.1/",
    "http://localhost/",
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "ftp://93.184.216.34/",
    "http:///nowhere",
    "http://user:word@93.184.216.34/",
    "http://93.184.216.34:22/",
    "http://93.184.216.34:99999/",
    "http://[fe80::1%25eth0]/",
    "http://93.184.216.34/\r\nHost: other",
    "http://exämple.org/",
]


def no_connection(address, port, seconds):
    raise AssertionError(f"A connection was opened to {address}.")


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by its path: /200, /404, /to?where, /long, /slow."""

    def do_GET(self):
        path, _mark, where = self.path.partition("?")
        if path == "/to":
            self.send_response(302)
            self.send_header("Location", where)
            self.end_headers()
        elif path == "/slow":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _drop in range(40):
                time.sleep(0.1)
                try:
                    self.wfile.write(b"X: y\r\n")
                    self.wfile.flush()
                except OSError:
                    return
        else:
            body = b"x" * (3_000_000 if path == "/long" else 2)
            self.send_response(404 if path == "/404" else 200)
            self.send_header("X-Host", self.headers["Host"])
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

    def log_message(self, *_args):
        """Silence."""


@pytest.fixture
def asked():
    """Ask the little server as if its host stood at a public address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    reached = []

    def connect(address, port, seconds):
        reached.append(address)
        return socket.create_connection(server.server_address, timeout=seconds)

    def ask(url, *, resolve=lambda _host, _port: [PUBLIC], seconds=5.0):
        return outgoing.get(url, agent=AGENT, resolve=resolve, connect=connect, seconds=seconds)

    ask.reached = reached
    yield ask
    server.shutdown()
    server.server_close()


class TestWhereNobodyIsAsked:
    @pytest.mark.parametrize("url", WITHIN)
    def test_opens_no_connection(self, url):
        with pytest.raises((NotAsked, NoAnswer)):
            outgoing.get(url, agent=AGENT, connect=no_connection)

    @pytest.mark.parametrize(
        "addresses",
        [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["::ffff:192.168.0.1"], [], ["no address"]],
        ids=str,
    )
    def test_refuses_a_host_with_one_address_within(self, addresses):
        with pytest.raises(NotAsked):
            outgoing.get(
                "https://host.example/",
                agent=AGENT,
                resolve=lambda _host, _port: addresses,
                connect=no_connection,
            )

    def test_refuses_where_a_redirect_leads_within(self, asked):
        def resolve(host, _port):
            return [PUBLIC] if host == "host.example" else ["127.0.0.1"]

        with pytest.raises(NotAsked):
            asked("http://host.example/to?http://inside.example/", resolve=resolve)
        assert asked.reached == [PUBLIC]

    def test_connects_to_the_address_that_was_checked(self, asked):
        answers = iter([[PUBLIC], ["127.0.0.1"]])  # the name server changes its mind

        asked("http://host.example/200", resolve=lambda _host, _port: next(answers))

        assert asked.reached == [PUBLIC]

    def test_judges_the_changed_mind_at_the_next_hop(self, asked):
        answers = iter([[PUBLIC], ["127.0.0.1"]])

        with pytest.raises(NotAsked):
            asked("http://host.example/to?/200", resolve=lambda _host, _port: next(answers))
        assert asked.reached == [PUBLIC]


class TestPublic:
    @pytest.mark.parametrize(
        "address",
        [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"],
    )
    def test_addresses_are_known(self, address):
        assert outgoing.is_public(address)


class TestAnswer:
    @pytest.mark.parametrize("status", [200, 404])
    def test_carries_the_status(self, asked, status):
        answer = asked(f"http://host.example/{status}")

        assert (answer.status, answer.body) == (status, b"xx")

    def test_follows_three_hops_and_no_fourth(self, asked):
        def hops(number):
            return "http://host.example" + "/to?" * number + "/200"

        assert asked("http://host.example/to?/to?/to?/200").status == 200
        assert len(asked.reached) == 4
        with pytest.raises(NoAnswer):
            asked(hops(4))

    def test_reads_one_million_octets_at_most(self, asked):
        assert len(asked("http://host.example/long").body) == outgoing.LARGEST

    def test_does_not_wait_for_one_who_sends_drop_by_drop(self, asked):
        begun = time.monotonic()

        with pytest.raises(NoAnswer):
            asked("http://host.example/slow", seconds=0.5)

        assert time.monotonic() - begun < 2

    def test_is_none_where_nobody_listens(self):
        def refused(_address, _port, _seconds):
            raise ConnectionRefusedError

        with pytest.raises(NoAnswer):
            outgoing.get(
                "http://host.example/",
                agent=AGENT,
                resolve=lambda _host, _port: [PUBLIC],
                connect=refused,
            )
