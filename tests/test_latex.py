"""What a paper in LaTeX says: its sections, without its commands."""

from __future__ import annotations

from pathlib import Path

from tree import facts, shown

PAPER = r"""
    \documentclass[a4paper]{article}
    \usepackage[left=25mm,
      right=20mm]{geometry}
    \begin{document}
    \section{Data} \label{sec:data}
    The letters \cite{letters} are from a \emph{small} town; 50\,\% are long.
    \begin{table}
    \section{No section}
    \end{table}
    % \section{Ethics}
    \subsection*{Einschr\"ankungen}
    It fails for $x > 3$ and \textbf{for short letters}, and for
    f\"ur and Stra\ss e.
    \paragraph{Ethical considerations.} Nobody was asked.
    \end{document}
    """


def test_sections_and_their_words(tmp_path: Path) -> None:
    found = facts(tmp_path, {"paper.tex": PAPER}, "paper-section")
    said = [(fact.place.line, *shown(fact, "id", "heading", "words")) for fact in found]
    assert said == [
        (5, "training-data", "Data", 26),
        (11, "limitations", "Einschränkungen", 15),
        (14, "ethical-considerations", "Ethical considerations.", 3),
    ]
    text = str(found[1].known("text"))
    assert "for short letters" in text
    assert "für and Straße" in text


def test_latin_1_is_read(tmp_path: Path) -> None:
    text = "\\section{Einschränkungen}\nNur Briefe.\n".encode("latin-1")
    (found,) = facts(tmp_path, {"paper.tex": text}, "paper-section")
    assert found.known("id") == "limitations"


def test_a_table_alone_is_no_paper_and_a_paper_is_no_card(tmp_path: Path) -> None:
    files = {"tab.tex": "\\begin{tabular}{l}\na & b \\\\\n\\end{tabular}\n", "paper.tex": PAPER}
    found = facts(tmp_path, files)
    assert not [fact for fact in found if fact.place.path == "tab.tex"]
    assert not [fact for fact in found if fact.kind in ("model-card", "readme-section")]


def test_statements_of_a_paper_count(tmp_path: Path) -> None:
    text = "\\section{Use}\nA clerk reviews every decision of the model before it is sent.\n"
    found = facts(tmp_path, {"paper.tex": text}, "statement")
    assert [(fact.place.line, fact.known("id")) for fact in found] == [(2, "human-oversight")]


def test_hostile_text_ends(tmp_path: Path) -> None:
    text = "\\section{" + "{" * 50_000 + "\n" + "\\begin{table}" * 20_000 + "\n" + "$" * 50_000
    assert facts(tmp_path, {"paper.tex": text}, "paper-section") == []
