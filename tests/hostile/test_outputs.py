"""One repository with an attack in every field, through every format, into what reads it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt
from program import git
from started import started
from tree import notebook, write

from rai_lint.report.formats import FORMATS

pytestmark = pytest.mark.usefixtures("home")

#: For terminals and the logs of CI jobs.
LOGS = (
    "\x1b[31m\x1b]0;own\x07\x9b2J::error file=x::y\n::add-mask::z\r::stop-commands::t\n"
    "##[error]a ##vso[task.complete]b %0A%0D::debug::c \u202egnp\u2066\u200b\u2028 "
)
#: For browsers, Markdown, XML, JSON, templates, formats and sheets.
MARKUP = (
    "\"'><script>document.title='SUNG'</script><img src=http://127.0.0.1:PORT/i "
    "onerror=document.title='SUNG'><svg/onload=document.title='SUNG'>]]>--> &lt;b&gt; "
    "[a](javascript:document.title='SUNG') ![i](http://127.0.0.1:PORT/m) <http://127.0.0.1:PORT> "
    "@octocat #1 `x` ```\n</details></pre>| {{7*7}} {0} %s ${x} \\u001b[0m "
)
#: What of these a folder and a file may be named.
FOLDER, FILE = LOGS.replace("/", "\\")[:60], MARKUP.replace("/", "\\")[:60]


def _quoted(text: str) -> str:
    return json.dumps(text)


def hostile(root: Path, port: int) -> None:
    """Write the repository; the port is where a browser would be seen to ask."""
    _half(root, (LOGS + MARKUP).replace("PORT", str(port)), "", "")
    _half(root, (MARKUP + LOGS).replace("PORT", str(port)), f"{FOLDER}/", f"{FILE}.py")
    for number, target in enumerate(("/etc/passwd", "nowhere")):
        (root / f"{number}{FILE}.md").symlink_to(target)


def _half(root: Path, attack: str, folder: str, file: str) -> None:
    """Write a project of attacks into a folder."""
    code = (
        "import torch\nfrom datasets import load_dataset\n"
        "from transformers import AutoModelForCausalLM, Trainer\n\n"
        f"rows = load_dataset({attack!r}, {attack!r}, split={attack!r}, trust_remote_code=True)\n"
        f"more = load_dataset('a/b', revision={attack!r})\n"
        f"state = torch.load({attack!r}, weights_only=False)  # {attack.splitlines()[0]}\n"
        f"model = AutoModelForCausalLM.from_pretrained({attack!r}, trust_remote_code=True)\n"
        f"Trainer(model, train_dataset=rows).train()\nmodel.push_to_hub({attack!r})\n"
        "state = torch.load('b.pt', weights_only=False)"
        f"  # rai-lint: ignore[SEC001] {_one_line(attack)}\n"
    )
    card = (
        f"---\nlicense: {_quoted(attack)}\nlicense_name: {_quoted(attack)}\n"
        f"license_link: {_quoted(attack)}\ndatasets: [{_quoted(attack)}, imdb]\n"
        f"base_model: {_quoted(attack)}\nlanguage: [{_quoted(attack)}]\ntags: [{_quoted(attack)}]\n"
        f"model-index: [{{name: {_quoted(attack)}, results: [{{task: {{type: {_quoted(attack)}}},"
        f" dataset: {{name: {_quoted(attack)}, type: imdb}},"
        f" metrics: [{{type: {_quoted(attack)}, value: 0.5}}]}}]}}]\n---\n"
        f"# {_one_line(attack)}\n\n## Evaluation {_one_line(attack)}\n\n{attack}\n\n"
        f"| {_one_line(attack)} | accuracy |\n|--|--|\n| {_one_line(attack)} | 0.9 |\n"
    )
    files = {
        "train.py": code,
        file or "::error::folder/serve.py": code,
        "README.md": card,
        "requirements.txt": f"torch==2.4.0\n{_one_line(attack)}\n",
        "notes.ipynb": notebook(code, f"#md {attack}", f"print({attack!r})"),
        "broken.yaml": f"a: [{_quoted(attack)}\n{attack}: {{",
        "broken.py": f"def {attack}(:\n",
        "LICENSE": f"{attack}\nMIT License\n",
        "croissant.json": json.dumps(
            {
                "@context": {"@vocab": "https://schema.org/"},
                "@type": "Dataset",
                "name": attack,
                "license": attack,
                "url": attack,
                "conformsTo": "http://mlcommons.org/croissant/1.0",
            }
        ),
        "CITATION.cff": f"title: {_quoted(attack)}\nlicense: {_quoted(attack)}\n",
    }
    if not folder:
        files["rai-lint.toml"] = (
            f'profile = "strict"\n\n[[waiver]]\nrule = "DAT014"\nreason = {_quoted(attack)}\n'
            f"owner = {_quoted(attack)}\nexpires = 2099-01-01\n"
        )
    write(root, {f"{folder}{name}": content for name, content in files.items()})


def _one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[str]]]:
    """Give a port, and who has knocked there."""
    knocks: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    visitor, address = server.accept()
                except TimeoutError:
                    continue
                knocks.append(str(address))
                visitor.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], knocks
        over.set()
        thread.join()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, listener: tuple[int, list[str]]) -> Path:
    """Return a folder with a report in every format: `report.text`, `report.html`, …."""
    folder = tmp_path_factory.mktemp("outputs")
    root = folder / "repository"
    root.mkdir()
    hostile(root, listener[0])
    git(root, "init", "-q")
    environment = {"XDG_CACHE_HOME": str(folder / "cache")}
    pairs = [
        word for name in FORMATS for word in ("--format", name, "--output", f"../report.{name}")
    ]
    done = started("check", ".", "--fail-on", "never", *pairs, cwd=root, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    for shape in ("table", "json", "cyclonedx"):
        where = ("--format", shape, "--output", f"../inventory.{shape}")
        done = started("inventory", ".", *where, cwd=root, environment=environment)
        assert (done.returncode, done.stderr) == (0, "")
    (folder / "empty.json").write_text(
        json.dumps(json.loads((folder / "report.json").read_text("utf-8")) | {"findings": []})
    )
    for shape in ("text", "json", "markdown"):
        two = ("diff", "empty.json", "report.json", "--format", shape)
        done = started(*two, cwd=folder, environment=environment)
        assert (done.returncode, done.stderr) in ((0, ""), (1, "")), done.stderr
        (folder / f"diff.{shape}").write_text(done.stdout, "utf-8")
    return folder


def test_the_attacks_reach_the_report(outputs: Path) -> None:
    report = json.loads((outputs / "report.json").read_text("utf-8"))
    assert len({each["rule"] for each in report["findings"]}) >= 5
    for sign in ("<script", "\x1b[31m", "::error"):
        assert sum(sign in each["message"] for each in report["findings"]) >= 2, sign
        assert any(sign in (each["suppressed"] or "") for each in report["findings"]), sign
        assert any(sign in each["because"] for each in report["unknown"]), sign
        paths = [each["path"] for key in ("findings", "skipped") for each in report[key]]
        assert any(sign in path for path in paths), sign


@pytest.mark.parametrize(
    "name",
    [
        *(f"report.{name}" for name in FORMATS),
        *(f"inventory.{shape}" for shape in ("table", "json", "cyclonedx")),
        *(f"diff.{shape}" for shape in ("text", "json", "markdown")),
    ],
)
def test_no_output_acts_on_a_terminal_or_in_the_log_of_a_job(outputs: Path, name: str) -> None:
    text = (outputs / name).read_text("utf-8")
    assert text
    for number, line in enumerate(text.split("\n")):
        assert line.isprintable() or set(line) <= {"\t", *filter(str.isprintable, line)}, number
        if name != "report.github":
            assert not line.lstrip().startswith("::"), line
            assert not re.search(r"##\w*\[", line), line


def test_colours_and_links_of_a_terminal_are_ours(outputs: Path) -> None:
    done = started(
        "check",
        ".",
        "--color",
        "always",
        "--fail-on",
        "never",
        "--explain-roles",
        "--statistics",
        cwd=outputs / "repository",
        environment={"FORCE_HYPERLINK": "1", "XDG_CACHE_HOME": str(outputs / "cache")},
    )
    assert (done.returncode, done.stderr) == (0, "")
    links = re.findall(r"\x1b]8;;([^\x1b]*)\x1b\\", done.stdout)
    assert {urlsplit(each).scheme for each in links} == {"", "file"}
    plain = re.sub(r"\x1b]8;;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", done.stdout)
    assert all(line.isprintable() for line in plain.split("\n"))


def test_workflow_commands_are_one_for_each_finding(outputs: Path) -> None:
    lines = (outputs / "report.github").read_text("utf-8").splitlines()
    report = json.loads((outputs / "report.json").read_text("utf-8"))
    assert len(lines) == sum(each["suppressed"] is None for each in report["findings"])
    for line in lines:
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert command is not None, line
        keys = [each.partition("=")[0] for each in command.group(2).split(",")]
        assert keys == ["file", "line", "endLine", "title"]


def test_sarif_points_below_the_root(outputs: Path) -> None:
    log = json.loads((outputs / "report.sarif").read_text("utf-8"))
    schema = os.environ.get("SARIF_SCHEMA")  # of OASIS, which is not ours to ship
    if schema:
        jsonschema.validate(log, json.loads(Path(schema).read_text("utf-8")))
    text = json.dumps(log)
    addresses = re.findall(r'"uri": "([^"]*)"', text)
    assert addresses
    for address in addresses:
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc) == ("", "")
        assert ".." not in parts.path.split("/")
    for result in log["runs"][0]["results"]:
        assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", result["message"]["text"])


def test_xml_holds_cases_and_nothing_else(outputs: Path) -> None:
    root = ET.fromstring((outputs / "report.junit").read_bytes())  # noqa: S314 - our own output
    assert {each.tag for each in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
    }


@pytest.mark.parametrize("name", ["report.markdown", "diff.markdown"])
def test_markdown_shows_text(outputs: Path, name: str) -> None:
    text = (outputs / name).read_text("utf-8")
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tags = set(re.findall(r"<(\w+)", re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)))
    assert tags <= set("h1 h2 h3 p ul li code strong em details summary".split())  # noqa: SIM905
    assert page.count("<details>") == page.count("</details>")
    outside = re.sub(r"(`+).*?\1", "", text)
    assert not re.search(r"https?://|@octocat|javascript:\w+\)", outside)


class _Page(HTMLParser):
    """What of a page could act."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.acting: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            address = name in ("href", "src", "action", "xlink:href", "srcset")
            if name.startswith("on") or (address and not (value or "").startswith("#")):
                self.acting.append((name, value or ""))


def test_the_page_has_no_element_of_theirs(outputs: Path) -> None:
    page = _Page()
    page.feed((outputs / "report.html").read_text("utf-8"))
    assert page.acting == []
    assert page.tags.count("script") == 1
    assert not {"img", "iframe", "object", "embed", "form", "base", "link"} & set(page.tags)
    assert page.tags.count("meta") == 6  # our own


def test_a_browser_shows_the_page_and_asks_for_nothing(
    outputs: Path, listener: tuple[int, list[str]], tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("needs Chromium")
    port, knocks = listener
    probe = tmp_path / "probe.html"
    probe.write_text(
        f"<title>calm</title><img src=http://127.0.0.1:{port}/><script>document.title='SUNG'</script>"
    )
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    flags += ["--no-first-run", "--disable-background-networking", "--virtual-time-budget=3000"]
    for page, sings in ((probe, True), (outputs / "report.html", False)):
        knocks.clear()
        done = subprocess.run(
            [browser, *flags, "--dump-dom", page.as_uri()],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            pytest.skip("Chromium does not start here")
        title = re.search(r"<title>(.*?)</title>", done.stdout)
        assert title is not None
        assert (title.group(1) == "SUNG", bool(knocks)) == (sings, sings)
