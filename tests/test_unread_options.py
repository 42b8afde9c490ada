from __future__ import annotations

import pytest

from rai_lint.extract.python.unread_options import unread_options

HEAD = "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--lr', '-l')\n"
SEED = "parser.add_argument('--seed-all', help='the seed_all of it')\n"
TAIL = "args = parser.parse_args()\nprint(args.lr)\n"


def test_an_option_that_nothing_looks_at_is_told() -> None:
    assert unread_options(HEAD + SEED + TAIL) == ("--seed-all",)


@pytest.mark.parametrize(
    "use",
    [
        "print(args.seed_all)\n",
        "print(getattr(args, 'seed_all'))\n",
        "print(other.seed_all)\n",
        "print(vars(args))\n",
        "elsewhere.run(args)\n",
        "run(args)\n",
        "self.args = args\n",
        "print(locals())\n",
        "settings = {**vars(args)}\n",
        "def run(*all):\n    print(all)\nrun(args)\n",
        "def run(given):\n    elsewhere(given)\nrun(args)\n",
    ],
)
def test_what_may_look_at_an_option_keeps_it_quiet(use: str) -> None:
    assert unread_options(HEAD + SEED + TAIL + use) == ()


@pytest.mark.parametrize(
    "option",
    [
        "parser.add_argument('--seed-all', dest='lr')\n",
        "parser.add_argument('--seed-all', action='version')\n",
        "parser.add_argument('--seed-all', action=Shows)\n",
        "parser.add_argument('--seed-all', help=argparse.SUPPRESS)\n",
        "parser.add_argument('--seed-all', help='deprecated')\n",
        "parser.add_argument('--seed-all', **more)\n",
        "parser.add_argument('seed_all')\n",
        "parser.add_argument('--local_rank')\n",
    ],
)
def test_options_that_act_or_are_kept_for_others_are_excused(option: str) -> None:
    assert unread_options(HEAD + option + TAIL) == ()


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("def read():\n    return parser.parse_args()\nargs = read()\nprint(args.lr)\n", True),
        ("def read():\n    args = parser.parse_args()\n    return args\nrun(read())\n", False),
        ("def read():\n    return parser.parse_args()\n", False),
        ("def run(given):\n    print(given.lr)\nrun(parser.parse_args())\n", True),
        ("def main():\n    args = parser.parse_args()\n    print(args.lr)\nexit(main())\n", True),
        ("args, rest = parser.parse_known_args()\nprint(args.lr)\n", False),
        ("args = vars(parser.parse_args())\nprint(args['lr'])\n", False),
        ("args = parser.parse_args(\n", False),
    ],
)
def test_options_are_followed_inside_the_file(program: str, found: bool) -> None:
    assert bool(unread_options(HEAD + SEED + program)) is found
