from __future__ import annotations

from typing import Any

import pytest
from shipped import plain, shipped, source

from rai_lint.extract.licence_field import classified
from rai_lint.extract.licence_file import extract_licence_file
from rai_lint.extract.licence_texts import licence_value
from rai_lint.model.fact import Extraction
from rai_lint.model.value import Known, Unknown


def test_blanks_stand_in_lines_on_copyright_before_any_appendix() -> None:
    text = """\
    MIT License

    Copyright (c) <year> <copyright holders>
    Copyright (c) 2026 The [harbour] team
    Copyright 2026 {{ name }}

    Send your copyright notice to [your name].

    END OF TERMS AND CONDITIONS

    Copyright [yyyy] [name of copyright owner]
    """
    facts = extract_licence_file(source("LICENSE"), text, shipped()).facts
    blanks = [(fact.place.line, fact.known("id")) for fact in facts if fact.kind == "blank-left"]
    assert blanks == [(3, "<year>"), (5, "{{ name }}")]


def found(path: str, text: str) -> dict[str, Any]:
    (fact,) = extract_licence_file(source(path), text, shipped()).facts
    assert fact.place.line == 1
    return plain(fact)


MIT = """\
Copyright (c) 2026 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files, to deal in it.

The above copyright notice and this permission notice shall be kept.
THE SOFTWARE IS PROVIDED "AS IS".
"""
BSD = """\
Redistribution and use in source and binary forms, with or without
modification, are permitted provided that:
1. Redistributions of source code must retain the above copyright notice.
2. Redistributions in binary form must reproduce the above copyright notice.
"""
THIRD = "3. No name may be used to promote products without specific prior written permission.\n"
APACHE = """\
                                 Apache License
                           Version 2.0, January 2004
   2. Grant of Copyright License. …
   3. Grant of Patent License. …
"""
BY_NC = "Attribution-NonCommercial 4.0 International\n\nCreative Commons Corporation …\n"


@pytest.mark.parametrize(
    ("text", "licence", "covers"),
    [
        (MIT, "mit", "code"),
        (MIT.upper(), "mit", "code"),
        (APACHE, "apache-2.0", "code"),
        (BSD, "bsd-2-clause", "code"),
        (BSD + THIRD, "bsd-3-clause", "code"),
        (APACHE + "\n\nBundled parts:\n\n" + MIT + BSD, "apache-2.0", "code"),
        (MIT + "\nOne file is under the Apache License, Version 2.0, January 2004.", "mit", "code"),
        ("GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007\n", "gpl-3.0", "code"),
        ("GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007\n", "agpl-3.0", "code"),
        (BY_NC, "cc-by-nc-4.0", "code"),
        ("Attribution-ShareAlike 3.0 Unported\nCreative Commons\n", "cc-by-sa-3.0", "code"),
        ("ODC Open Database License (ODbL)\n", "odbl", "data"),
        ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT\n", "llama3", "model"),
        ("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n", "llama3.1", "model"),
        ("CreativeML Open RAIL-M\n…\nAttachment A\n", "creativeml-openrail-m", "model"),
        ("CreativeML Open RAIL++-M License\n…\nAttachment A\n", "openrail++", "model"),
        ("Licensed under the Apache License, Version 2.0.", "apache-2.0", "code"),
        ("See http://creativecommons.org/licenses/by-sa/4.0/.", "cc-by-sa-4.0", "code"),
        ("MIT License\n", "mit", "code"),
    ],
)
def test_the_text_says_which_licence_it_is(text: str, licence: str, covers: str) -> None:
    answer = found("LICENSE", text)
    assert (answer["id"], answer["covers"]) == (licence, covers)
    assert answer["stated_in"] == "file"


@pytest.mark.parametrize(
    ("path", "covers"),
    [
        ("LICENSE", "code"),
        ("DATA_LICENSE", "data"),
        ("LICENSE-DATA.txt", "data"),
        ("WEIGHT_DIFF_LICENSE", "model"),
        ("LICENSE_MODEL.md", "model"),
        ("LICENSE-docs", "docs"),
        ("data/LICENSE", "code"),
    ],
)
def test_the_name_of_the_file_says_what_is_covered(path: str, covers: str) -> None:
    assert found(path, BY_NC)["covers"] == covers


def test_a_model_licence_in_a_file_for_code_covers_what_the_file_says() -> None:
    assert found("LICENSE-CODE", "LLAMA 2 COMMUNITY LICENSE AGREEMENT")["covers"] == "code"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("# My Own Terms\nYou may look at it.\n", "the text of no licence that is known"),
        ("All of this is MIT or so, we think, more or less.", "no licence that is known"),
        ("x " * 3000 + "LLAMA 2 COMMUNITY LICENSE AGREEMENT", "no licence that is known"),
        (" \n\n", "the file is empty"),
    ],
)
def test_other_texts_are_unknown(text: str, because: str) -> None:
    assert because in found("LICENSE", text)["id"]


def test_an_unknown_text_is_shown_by_its_title() -> None:
    assert found("LICENSE", "# My Own Terms\n")["raw"] == "My Own Terms"


@pytest.mark.parametrize("path", ["NOTICE", "SECURITY.txt", "requirements.txt"])
def test_a_mention_elsewhere_is_no_licence(path: str) -> None:
    assert extract_licence_file(source(path), MIT, shipped()) == Extraction()


def test_every_known_text_is_that_of_a_licence_whose_duties_are_known() -> None:
    licences = shipped().table("licences")
    missing = [term.id for term in shipped().table("licence-texts") if not licences.find(term.id)]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("Apache-2.0", "apache-2.0"),
        ("https://spdx.org/licenses/MIT.html", "mit"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("SomeNew-1.0", "somenew-1.0"),
    ],
)
def test_a_field_names_or_links_a_licence(text: str, licence: str) -> None:
    assert licence_value(text, shipped()) == Known(licence)


def test_a_field_may_name_no_licence() -> None:
    assert isinstance(licence_value("free for friends", shipped()), Unknown)


@pytest.mark.parametrize(
    ("classifier", "licence"),
    [
        ("License :: OSI Approved :: Apache Software License", "apache-2.0"),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", "gpl-3.0"),
        ("License :: OSI Approved :: Eclipse Public License 2.0 (EPL-2.0)", "epl-2.0"),
    ],
)
def test_classifiers_name_licences(classifier: str, licence: str) -> None:
    (fact,) = classified(source("setup.cfg"), classifier, 3, shipped())
    assert (plain(fact)["id"], plain(fact)["line"]) == (licence, 3)


@pytest.mark.parametrize("classifier", ["Topic :: X", "License :: OSI Approved"])
def test_other_classifiers_name_none(classifier: str) -> None:
    assert classified(source("setup.cfg"), classifier, 3, shipped()) == ()
