from __future__ import annotations

import pytest
from documents import read, rows
from shipped import shipped

from rai_lint.extract.headings import Headings


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("Limitations", {"limitations"}),
        ("3.1 Limitations:", {"limitations"}),
        ("⚠️ Limitations [optional]", {"limitations"}),
        ("Ethical Considerations & Limitations", {"ethical-considerations", "limitations"}),
        ("Performance and Limitations", {"evaluation", "limitations"}),
        ("Out-of-Scope Use Cases", {"out-of-scope-use"}),
        ("Is there a label or target associated with each instance?", {"annotations"}),
        ("Critical risks", {"bias-risks"}),
        ("Base pretrained models", set()),
        ("A word on the weather", set()),
    ],
)
def test_headings_are_known_in_the_wording_of_real_cards(heading: str, ids: set[str]) -> None:
    found = set(Headings(shipped().table("sections")).classify(heading))

    assert found == ids or (not ids and found <= {"evaluation", "other"})


def test_headings_bold_lines_and_run_in_words_are_sections() -> None:
    found = read(
        """
        # Model Card: Router

        ## Model Details

        **Model date**
        May 2026

        **License** A custom license of ours, at the address below.

        ## Intended Use

        **Intended Use Cases** Sorting tickets of our own help desk.

        **Out-of-scope** Anything that decides about people.

        <span style="text-decoration:underline;">Refusals</span>

        It refuses nothing.
        """
    )

    assert rows(found, "card-section", "line", "id", "heading", "state") == [
        (3, "model-details", "Model Details", "substantive"),
        (5, "model-details", "Model date", "substantive"),
        (8, "licence", "License", "substantive"),
        (10, "intended-use", "Intended Use", "substantive"),
        (14, "out-of-scope-use", "Out-of-scope", "substantive"),
        (16, "bias-risks", "Refusals", "substantive"),
    ]


def test_bold_sentences_and_emphasis_are_no_headings() -> None:
    found = read(
        """
        # Model Card

        ## Uses

        **Any** deployed use is out of the question.

        **Please read the paper before you use this model.**

        - **Fast** and small
        """
    )

    assert rows(found, "card-section", "line", "heading") == [(3, "Uses")]


def test_a_double_heading_yields_both_meanings() -> None:
    found = read("# Model Card\n\n## Ethical Considerations and Limitations\n\nIt errs on names.\n")

    assert rows(found, "card-section", "id", "line") == [
        ("ethical-considerations", 3),
        ("limitations", 3),
    ]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("It confuses billing with fraud in one ticket of ten.", "substantive"),
        ("### Known ones\n\nIt confuses billing with fraud.", "substantive"),
        ("[More Information Needed]", "placeholder"),
        ("**More information needed**", "placeholder"),
        ("TODO", "placeholder"),
        ("<!-- This section is meant to convey limits. -->", "placeholder"),
        ("Please see our post at `link` for more.", "placeholder"),
        (
            "- **Names:** [More Information Needed]\n- **Dates:** [More Information Needed]",
            "placeholder",
        ),
        (
            "Use the code below to get started with the model.\n\n- **A:** TODO",
            "placeholder",
        ),
        ("", "empty"),
        ("None.", "negated"),
        ("not applicable", "negated"),
        ("No.", "negated"),
        ("```\nx = 1\n```", "substantive"),
        ("No limits are known for English; other languages were never tried.", "substantive"),
    ],
)
def test_the_state_says_whether_a_section_has_an_answer(body: str, state: str) -> None:
    found = read(f"# Model Card\n\n## Limitations\n\n{body}\n\n## Contact\n\nada@example.org\n")

    assert rows(found, "card-section", "state")[0] == (state,)


def test_a_placeholder_left_in_a_filled_section_is_told_at_its_line() -> None:
    found = read(
        """
        # Model Card

        ## Model Details

        A classifier for support tickets, made by the help desk team of a bank in May 2026
        for its own use, and trained on the tickets of the year before.

        - **Developed by:** The help desk team
        - **Funded by [optional]:** [More Information Needed]
        """
    )

    states = rows(found, "card-section", "line", "heading", "state", "optional")
    assert states == [
        (3, "Model Details", "substantive", False),
        (9, "Funded by [optional]", "placeholder", True),
    ]


def test_words_count_what_stands_below_sub_headings() -> None:
    found = read("# Model Card\n\n## Uses\n\nOne two.\n\n### Direct Use\n\nThree four five.\n")

    assert rows(found, "card-section", "heading", "words", "text") == [
        ("Uses", 5, "One two.\nThree four five."),
        ("Direct Use", 3, "Three four five."),
    ]


def test_the_text_of_a_section_keeps_its_bold_labels_where_something_follows() -> None:
    found = read(
        "# Model Card\n\n## Model Details\n\n- **Developed by:** the desk\n"
        "- **Model type:** [More Information Needed]\n"
    )

    texts = dict(rows(found, "card-section", "heading", "text"))
    assert texts["Model Details"] == "Developed by: the desk\n[More Information Needed]"


def test_the_text_of_a_section_is_bounded() -> None:
    found = read("# Model Card\n\n## Limitations\n\n" + "many words here " * 1000)

    ((text, words),) = rows(found, "card-section", "text", "words")
    assert (len(text), words) == (4000, 3000)


def test_marks_that_tools_leave_are_no_template() -> None:
    card = "# Card\n\n## Metrics\n\n<!-- metrics:start -->\n<!-- auto-generated, do not edit -->\n"
    template = "# Card\n\n## Metrics\n\n<!-- Say which metrics were chosen, and why. -->\n"

    assert rows(read(card), "card-section", "heading", "state") == [("Metrics", "empty")]
    assert rows(read(template), "card-section", "heading", "state") == [("Metrics", "placeholder")]


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("## 局限性与偏见", {"limitations", "bias-risks"}),
        ("## 不适用场景", {"out-of-scope-use"}),
        ("## 数据采集与处理", {"data-collection"}),
        ("## 推荐使用场景", {"intended-use"}),
        ("## 推奨されない用途", {"out-of-scope-use"}),
        ("## データの収集方法", {"data-collection"}),
        ("## できないこと", {"out-of-scope-use", "limitations"}),
        ("## Vorgesehener Einsatz", {"intended-use"}),
        ("## Datenherkunft", {"data-collection"}),
        ("## Wofür das Modell nicht gedacht ist", {"out-of-scope-use"}),
        ("## Usages appropriés", {"intended-use"}),
        ("## Usages appropries", {"intended-use"}),
        ("## Donnees d'entrainement", {"training-data"}),
        ("## Usages prévus :", {"intended-use"}),
        ("## Usages déconseillés", {"out-of-scope-use"}),
        ("## Constitution du jeu de données", {"data-collection"}),
        ("## Collecte et nettoyage", {"data-collection"}),
        ("## Limites et biais", {"limitations", "bias-risks"}),
        ("## Ce que le modèle ne fait pas", {"out-of-scope-use", "limitations"}),
        ("## Usos desaconsejados", {"out-of-scope-use"}),
        ("## Procedencia de los datos", {"data-collection"}),
        ("## Utilização prevista", {"intended-use"}),
        ("## Coleta dos dados", {"data-collection"}),
        ("## Usi previsti", {"intended-use"}),
        ("## Limiti e rischi", {"limitations", "bias-risks"}),
        ("## Beoogd gebruik", {"intended-use"}),
        ("## Ограничения и риски", {"limitations", "bias-risks"}),
        ("## 三、训练数据", {"training-data"}),
        ("## 想定される用途", {"intended-use"}),
        ("## 第2章 学習データ", {"training-data"}),
        ("## 制限事項・バイアス", {"limitations", "bias-risks"}),
        ("## Einschränkungen und Risiken", {"limitations", "bias-risks"}),
        ("## Nicht vorgesehene Verwendung", {"out-of-scope-use"}),
        ("## Résultats de l'évaluation", {"evaluation"}),
        ("## Biais et limites", {"bias-risks", "limitations"}),
        ("## Limitaciones y sesgos", {"limitations", "bias-risks"}),
        ("## Datos de entrenamiento", {"training-data"}),
        ("## Uso não previsto", {"out-of-scope-use"}),
        ("## Limitações e vieses", {"limitations", "bias-risks"}),
        ("## 2.1) Training data", {"training-data"}),
        ("## \u26a0\ufe0f [Limitations](#limits)", {"limitations"}),
        ("<h2 id='x'>Limitations</h2>", {"limitations"}),
        ("<details><summary><b>Metrics</b></summary>", {"metrics"}),
        ("Limitations\n-----------", {"limitations"}),
        ("**Limitations:**", {"limitations"}),
    ],
)
def test_headings_in_other_languages_and_other_forms(heading: str, ids: set[str]) -> None:
    found = read(f"# Fern\n\n{heading}\n\nSome text of it.\n")

    assert {row[0] for row in rows(found, "card-section", "id")} == ids


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("[N/A]\n\nNone", "negated"),
        ("无", "negated"),
        ("特になし。", "negated"),
        ("Keine bekannten Einschränkungen", "negated"),
        ("Aucune connue.", "negated"),
        ("Ninguna conocida", "negated"),
        ("Não aplicável", "negated"),
        ("需要更多信息", "placeholder"),
        ("追加情報が必要", "placeholder"),
        ("[Weitere Informationen erforderlich]", "placeholder"),
        ("Plus d'informations nécessaires", "placeholder"),
        ("[Más información necesaria]", "placeholder"),
        ("Mais informações necessárias", "placeholder"),
        ("None of the leaves in the set is larger than a hand.", "substantive"),
        ("Keine Daten aus Kliniken, daher ungeeignet für Diagnosen.", "substantive"),
    ],
)
def test_answers_that_say_nothing_in_other_languages(body: str, state: str) -> None:
    found = read(f"# Fern\n\n## Limitations\n\n{body}\n")

    assert rows(found, "card-section", "state") == [(state,)]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("This model has not been evaluated yet.", "negated"),
        ("We did not evaluate the model. No benchmarks were run.", "negated"),
        ("Das Modell wurde nicht evaluiert.", "negated"),
        ("Le modèle n'a pas été évalué.", "negated"),
        ("El modelo no ha sido evaluado.", "negated"),
        ("O modelo não foi avaliado.", "negated"),
        ("该模型尚未评估。", "negated"),
        ("まだ評価を行っていません。", "negated"),
        ("It was not only tested on leaves; accuracy is 0.9.", "substantive"),
        ("Not tested on moss. On ferns it reaches an accuracy of 0.9.", "substantive"),
    ],
)
def test_an_evaluation_that_was_not_done_is_none(body: str, state: str) -> None:
    found = read(f"# Fern\n\n## Evaluation\n\n{body}\n")

    assert rows(found, "card-section", "state") == [(state,)]


def test_text_under_the_title_is_a_section() -> None:
    found = read("# Fern\n\nA network that tells ferns apart.\n\n## Limitations\n\nSmall leaves.\n")

    assert rows(found, "card-section", "line", "id", "heading", "text") == [
        (1, "other", "Fern", "A network that tells ferns apart."),
        (5, "limitations", "Limitations", "Small leaves."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Fern\n\nInspired by Model Cards for Model Reporting.\n",
        "# Fern\n\n<!-- Provide a quick summary. -->\n",
        "# Fern\n\n![fern](fern.png)\n",
    ],
)
def test_text_about_cards_under_the_title_is_none(text: str) -> None:
    assert rows(read(text), "card-section", "id") == []


def test_text_before_any_heading_is_a_section() -> None:
    found = read("Fern tells ferns apart.\n\n## Limitations\n\nSmall leaves.\n")

    assert rows(found, "card-section", "line", "id", "heading") == [
        (1, "other", None),
        (3, "limitations", "Limitations"),
    ]


def test_labels_of_items_are_sections_only_by_their_whole_name() -> None:
    found = read(
        """
        # Fern

        ## Limitations

        1. **Static dataset**: it does not grow.
        2. **Evaluation rigour**: none to speak of.
        3. **Bias**: mostly northern ferns.

        ## License

        - **Dataset**: CC BY 4.0

        ## Results

        <details><summary>Click to expand</summary>

        Accuracy is 0.9.

        </details>
        """
    )

    assert rows(found, "card-section", "line", "id") == [
        (3, "limitations"),
        (7, "bias-risks"),
        (9, "licence"),
        (13, "evaluation"),
    ]


def test_names_of_fields_are_no_sections() -> None:
    found = read(
        "# Dataset Card\n\n## Data Fields\n\n- **source**: the book\n- **author**: who wrote it\n",
        "dataset_card.md",
    )

    assert rows(found, "card-section", "id") == [("other",)]


def test_the_items_below_a_label_are_its_answer() -> None:
    card = """
        # Model card: ferns

        ## Intended use

        - **Out-of-Scope Uses:**
          - Sorting moss
          - Medicine
        - **Target users:** gardeners
        """
    found = rows(read(card, "MODEL_CARD.md"), "card-section", "id", "state", "text")
    assert ("out-of-scope-use", "substantive", "Sorting moss\nMedicine") in found
