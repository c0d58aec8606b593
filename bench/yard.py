"""The yardsticks: nginx with the same bytes, nginx with the shipped cache, pgbench with the row."""

import re

from bench.needs import Tools
from bench.stage import ROOT, Server, Stage, free_port

SHIPPED = ROOT / "deploy" / "nginx"
# what nginx says itself
OWN_HEADERS = {"content-type", "content-length", "date", "server", "connection"}
MAIN = """
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; application/json json; }}
    default_type text/html;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{rest}
}}
"""


def start_nginx(stage: Stage, tools: Tools, name: str, rest: str, ready: str) -> Server:
    """Start an nginx of our own; `rest` stands inside http { } and knows {port} and {folder}."""
    port = free_port()
    folder = stage.folder / re.sub(r"\W+", "-", name)
    folder.mkdir()
    folder.chmod(0o777)  # its workers may run as another account
    rest = rest.replace("{port}", str(port)).replace("{folder}", str(folder))
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(workers=2, folder=folder, rest=rest))
    command = [tools.nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)]
    return stage.start(name, command, port=port, env={}, ready=ready)


def start_static(
    stage: Stage, tools: Tools, files: dict[str, tuple[bytes, dict[str, str]]]
) -> Server:
    """nginx that serves these bytes from files, with the headers that we send as well."""
    root = stage.folder / "same-bytes"
    root.mkdir()
    places = []
    for name, (content, headers) in files.items():
        (root / name).write_bytes(content)
        lines = "\n".join(
            f"add_header {header} {_quoted(value)};"
            for header, value in headers.items()
            if header.lower() not in OWN_HEADERS
        )
        places.append(f"location = /{name} {{\n{lines}\n}}")
    rest = f"""
    open_file_cache max=100;
    server {{ listen 127.0.0.1:{{port}}; root {root}; etag off; {" ".join(places)} }}"""
    return start_nginx(stage, tools, "nginx, the same bytes", rest, f"/{next(iter(files))}")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def start_shipped(stage: Stage, tools: Tools, upstream: Server) -> Server:
    """nginx with the cache that we ship, before the application; only places are changed."""
    cache = (SHIPPED / "redress-cache.conf").read_text()
    cache = cache.replace("/var/cache/nginx/redress", "{folder}/cache")
    proxy = (SHIPPED / "redress-proxy.conf").read_text()
    rest = f"""
{cache}
    upstream redress {{ server 127.0.0.1:{upstream.port}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{{port}};
        location / {{
{proxy}
        }}
    }}
"""
    return start_nginx(stage, tools, "nginx, the shipped cache", rest, "/healthz")
