"""Programs whose values double, turn in rings or hang on long chains, and lines without an end."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.inputs import Hostile, file, files

#: What makes a program worth a parse, and is to be found whatever stands below it.
HEAD = (
    "import torch\n"
    'model = torch.load("a.pt", weights_only=False)\n'
    "from datasets import load_dataset\n"
)
HEAD_LINE = 2


def _program(name: str, text: str) -> Hostile:
    return Hostile(name, "python", file("a.py", HEAD + text))


#: What may be done with a value twice, so that sixty steps would be 2 ** 60 of it.
_STEPS = {
    "strings": "{old} + {old}",
    "formats": "f'{{{old}}}{{{old}}}'",
    "percent": "'%s%s' % ({old}, {old})",
    "method": "'{{}}{{}}'.format({old}, {old})",
    "lists": "[*{old}, *{old}]",
    "tuples": "({old}, {old})",
    "choices": "({old} + 'a') if b else ({old} + 'b')",
    "fallbacks": "({old} or 'a') + ({old} or 'b')",
    "dicts": "{{'a': {old}, 'b': {old}}}",
    "spread": "{{**{old}, 'b': {old}}}",
    "paths": "os.path.join({old}, {old})",
    "slashes": "Path({old}) / {old}",
    "joined": "'-'.join([{old}, {old}])",
    "replaced": "{old}.replace('a', {old})",
    "calls": "f({old}, {old})",
    "items": "[{old}, {old}][0]",
    "arithmetic": "{old} * {old}",
    "conditions": "{old} and {old}",
    "comprehensions": "[a + c for a in {old} for c in {old}]",
}


def _doubling(count: int = 60) -> Iterator[Hostile]:
    for name, step in _STEPS.items():
        lines = [f"a{n + 1} = {step.format(old=f'a{n}')}\n" for n in range(count)]
        yield _program(
            f"doubling-{name}",
            f"import os\nfrom pathlib import Path\na0 = 'x'\n{''.join(lines)}load_dataset(a{count})\n"
            f"torch.load(a{count})\nfor b in a{count}: load_dataset(b)\nmodel.fit(a{count})\n",
        )
    calls = "".join(f"def f{n}(a):\n  return f{n + 1}(a) + f{n + 1}(a)\n" for n in range(count))
    end = f"def f{count}(a):\n  return a\nload_dataset(f0('a'))\n"
    yield _program("doubling-functions", calls + end)


#: Numbers and texts that nobody may work out.
_CONSTANTS = {
    "powers": "x = 9**9**9**9\ntorch.manual_seed(9**9**9)\nload_dataset('a', x, num_proc=9**9**9)\n",
    "shifts": "torch.manual_seed(1 << 10**12)\nx = 'a' * 10**12\ny = [0] * 10**12\n",
    "widths": "load_dataset('%999999999d' % 1)\nload_dataset(f'{1:999999999}')\n"
    "load_dataset('{:>999999999}'.format(1))\nload_dataset('%*d' % (999999999, 1))\n",
    "repeats": "load_dataset('a' * 999999999)\nload_dataset(999999999 * 'ab')\n",
    "floats": "torch.manual_seed(1e999)\nx = -1e999\ny = 1e999 - 1e999\nload_dataset(x, y)\n",
    "seeds": "torch.manual_seed(" + "9" * 90 + ")\ntorch.manual_seed(0x" + "f" * 90 + ")\n",
    "complex": "torch.manual_seed(1j)\nx = 1e400j\nload_dataset(-1e999j)\n",
    "zeros": "x = 1 // 0 % 0 / 0\ntorch.manual_seed(1 % 0)\nload_dataset('a' % (1 / 0))\n",
    "percents": "load_dataset('%' % 1)\nload_dataset('%(a)s' % {'a': 1})\nload_dataset('%s' % ())\n"
    "load_dataset('%s%s%s' % 'a')\nload_dataset('{' .format())\nload_dataset('{0.__class__}'.format(1))\n",
    "negative-items": "x = [1]\nload_dataset(x[-10**30], x[10**30:], x[::0])\n",
}

_RINGS = {
    "itself": "a = a\nb = b + b\nload_dataset(a)\nload_dataset(b)\n",
    "three": "a = b\nb = c\nc = a\nload_dataset(a)\n",
    "loop": "a = 'x'\nwhile a:\n    a, b = b, a + b\n    load_dataset(a)\n",
    "3000": "".join(f"a{n} = a{(n + 1) % 3000}\n" for n in range(3000)) + "load_dataset(a0)\n",
    "functions": "def f(a):\n    return f(a)\ndef g(a=f(1)):\n    return h(g(a))\n"
    "def h(a):\n    return g(h(a))\nload_dataset(f(g(h('a'))))\n",
    "classes": "class A(A):\n    pass\nclass B(C): pass\nclass C(B): pass\n"
    "class D(D.E):\n    class E(D): pass\nA().load('a')\nB.c.d(C())\nload_dataset(D().E())\n",
    "metaclasses": "class A(type, metaclass=A): pass\nclass B(A, metaclass=B()): x = B\nB.x.x.x()\n",
    "aliases": "import a.b as a\nimport a as b, b as a\nfrom b import a as b\na = b = a\na.b.a.b()\n",
    "attributes": "class A:\n    def __init__(self):\n        self.a = self.b\n        self.b = self.a\n"
    "        self.c = self\nload_dataset(A().c.c.c.a)\n",
    "globals": "def f():\n global a\n a = g()\ndef g():\n global a\n f()\n return a\n"
    "load_dataset(a)\nload_dataset(f())\n",
    "decorators": "@f\ndef f(a):\n    return f\nload_dataset(f(f)(f))\n",
    "defaults": "def f(a=f, b=g): return a(b)\ndef g(a=g, b=f): return b(a)\nload_dataset(f()(g()))\n",
    "lambdas": "f = lambda a: f(a)\nload_dataset(f(f))\ng = lambda: g()()()\nload_dataset(g())\n",
    "generators": "def f():\n    yield from f()\n    yield f()\nfor a in f(): load_dataset(a)\n",
    "lists": "a = []\na.append(a)\na += a\nb = [*b, *a]\nload_dataset(a[0][0][0], b)\n",
    "dicts": "a = {}\na['a'] = a\nb = {**b, **a}\nload_dataset(a['a']['a'], **b)\n",
    "nonlocals": "def f():\n def g():\n  nonlocal a\n  a = a + a\n a = g()\n return a\nload_dataset(f())\n",
    "loops": "for a in a:\n for b in b:\n  for a in b:\n   load_dataset(a)\n",
    "starred": "def f(*a, **b): return f(*a, *a, **b, **b)\nload_dataset(*f(*f(), **f()))\n",
    "properties": "class A:\n    @property\n    def a(self): return self.a\nload_dataset(A().a)\n",
    "conditions": "while a if a else b: a = a if b else (b if a else a)\nload_dataset(a)\n",
}


def _chains() -> Iterator[Hostile]:
    several = {
        "names": "a0 = 'x'\n" + "".join(f"a{n + 1} = a{n}\n" for n in range(5000)) + "load_dataset(a5000)\n",
        "attributes": "class A: pass\na = A()\na.b0 = 'x'\n"
        + "".join(f"a.b{n + 1} = a.b{n}\n" for n in range(3000)) + "load_dataset(a.b3000)\n",
        "functions": "".join(f"def f{n}(a): return f{n + 1}(a)\n" for n in range(1500))
        + "def f1500(a): return a\nload_dataset(f0('a'))\n",
        "callers": "def f0(a): load_dataset(a)\n"
        + "".join(f"def f{n + 1}(a): f{n}(a)\n" for n in range(1500)) + "f1500('a')\n",
        "classes": "class A0: pass\n" + "".join(f"class A{n + 1}(A{n}): pass\n" for n in range(3000))
        + "A3000().load('a')\nload_dataset(A3000())\n",
        "diamonds": "class A0:\n    def f(self): return 'a'\n" + "".join(
            f"class B{n}(A{n}): pass\nclass C{n}(A{n}): pass\nclass A{n + 1}(B{n}, C{n}): pass\n"
            for n in range(60)) + "torch.load(A60().f())\nload_dataset(A60().g)\n",
        "one-name": "".join(f"a = {n}\n" for n in range(3000)) + "load_dataset(a)\n" * 300,
        "one-name-in-conditions": "".join(f"if b: a = 'd{n}'\n" for n in range(1500))
        + "load_dataset(a)\n" * 100,
        "many-callers": "def f(a):\n    load_dataset(a)\n" + "".join(f"f('d{n}')\n" for n in range(3000)),
        "products": "def f(a, b, c, d):\n    load_dataset(a + b + c + d)\n"
        + "".join(f"f('a{n}', 'b{n}', 'c{n}', 'd{n}')\n" for n in range(300)),
        "products-of-choices": "x = " + " + ".join(f"('a{n}' if y else 'b{n}')" for n in range(40))
        + "\nload_dataset(x)\n",
        "choices": "x = " + "a if b else " * 330 + "'c'\nload_dataset(x)\n",
        "fallbacks": "x = " + "a or " * 900 + "'c'\nload_dataset(x)\n",
        "conditions": "x = " + "a and " * 900 + "'c'\nload_dataset(x)\nif " + "a and " * 900 + "b: f()\n",
        "additions": "x = 'a'" + " + 'a'" * 900 + "\nload_dataset(x)\n",
        "comparisons": "x = a" + " < a" * 900 + "\nload_dataset(x)\n",
        "alternatives": "x = a" + " | a" * 900 + "\nload_dataset(x)\n",
        "lambdas": "x = " + "lambda: " * 900 + "a\nload_dataset(x)\n",
        "methods": "x = torch.load('a.pt')" + ".to('b')" * 300 + "\nx.fit(x)\nload_dataset(x)\n",
        "attributes-of-one": "x = torch" + ".a" * 900 + "\nload_dataset(x)\n",
        "calls-of-calls": "load_dataset(" + "f(" * 95 + "a" + ")" * 95 + ")\n",
        "items": "x = {}\n" + "x = {'a': x}\n" * 500 + "torch.load(x" + "['a']" * 400 + ")\n",
        "displays": "x = " + "[" * 95 + "'a'" + "]" * 95 + "\nload_dataset(x)\nfor y in x: load_dataset(y)\n",
        "loops": "".join(" " * n + f"for a{n + 1} in [a{n}, 'x', 'y']:\n" for n in range(60))
        + " " * 60 + "load_dataset(a60)\n",
        "comprehensions": "x = [load_dataset(a) " + "for a in [a, 'b', 'c'] " * 150 + "]\n",
        "swaps": "a, b, c = 'a', 'b', 'c'\n" + "a, b, c = b, c, a + b\n" * 500 + "load_dataset(a)\n",
        "augmented": "a = 'x'\n" + "a += a\n" * 500 + "load_dataset(a)\n",
        "keywords": "torch.load('b.pt', **{" + "'a': 1, " * 5000 + "})\n",
        "arguments": "load_dataset(" + "'a', " * 5000 + ")\n" + "torch.load(" + "*a, " * 5000 + ")\n",
        "splits": "from sklearn.model_selection import train_test_split\nx = y = [1]\n"
        + "x, y = train_test_split(x)\n" * 300 + "model.fit(x)\nmodel.score(y)\n",
        "calls": "x = torch.load('b.pt')\n" * 3000,
        "rows": "import pandas as pd\nd = pd.read_csv('a.csv')\n" + "d = d[d.a > 1].dropna()\n" * 1000
        + "model.fit(d)\n",
        "columns": "import pandas as pd\nd = pd.read_csv('a.csv')\n"
        + "".join(f"d['c{n}'] = d['c{n - 1}'] + d['race']\n" for n in range(1, 1000)) + "model.fit(d)\n",
        "functions-in-functions": "".join(" " * n + f"def f{n}(a):\n" for n in range(90))
        + " " * 90 + "load_dataset(a)\n",
        "classes-in-classes": "".join(" " * n + f"class A{n}:\n" for n in range(90))
        + " " * 90 + "x = load_dataset('a')\n",
        "conditions-in-conditions": "a = 'x'\n" + "".join(
            " " * n + f"if c{n}:\n" + " " * (n + 1) + f"a = a + 'd{n}'\n" for n in range(90))
        + "load_dataset(a)\n",
        "branches": "if a: x = 'a'\n" + "".join(f"elif a == {n}: x = x + 'b{n}'\n" for n in range(490))
        + "load_dataset(x)\n",
        "tries": "".join(f"try: x = f(x)\nexcept A{n}: x = g(x, x)\n" for n in range(500)) + "load_dataset(x)\n",
        "options": "import argparse\np = argparse.ArgumentParser()\n" + "".join(
            f"p.add_argument('--a{n}', default=p.parse_args().a{n - 1})\n" for n in range(1, 500))
        + "load_dataset(p.parse_args().a499)\n",
    }  # fmt: skip
    for name, text in several.items():
        yield _program(f"chain-of-{name}", text)


#: What a line may consist of that a pattern might read over and over.
_SEEDS = (
    " ", "\t", ",", ".", "a ", "a", "1", "1,", "'", '"', "[", "(", ":", "/", "-", "=", "a@", "\\ ",
    "import ", "from a ", "a as ", "%", "{", "}", "$", "https://", "rai-lint: ", "#", "--a ",
    "pip install ", "_", "*", "<", "<a", "|", "a.b", "A", "é", "a=", "&", ";", "!", "# %", "~",
    "load_dataset(", "copyright ", "license ", "python -m ", "==", ">=1,", "[a](", "a:b ", "x/",
)  # fmt: skip


def _lines() -> Iterator[Hostile]:
    """Yield long lines as comments, texts and code; most are no Python and none needs to be."""
    for number, seed in enumerate(_SEEDS):
        line = seed * (60_000 // len(seed))
        quoted = line.replace("\\", "").replace("'", "`")
        yield _program(f"line-{number}", f"# {line}!\nx = '''{quoted}!'''\n#{line}\n'{quoted}'\n")


def _several(name: str, programs: dict[str, str]) -> Hostile:
    return Hostile(
        name, "python", files(*(file(f"{stem}.py", programs[stem]) for stem in programs))
    )


_PROGRAMS = {
    "ring-of-imports": {
        "a": "from b import x\n" + HEAD + "torch.load(x)\n",
        "b": "from c import x\n",
        "c": "from a import x\n",
    },
    "ring-of-stars": {
        "a": "from b import *\n" + HEAD + "torch.load(y)\n",
        "b": "from c import *\n",
        "c": "from a import *\nfrom b import *\n",
    },
    "ring-of-one": {
        "a": "from a import a\nimport a.a.a\nfrom . import a\n" + HEAD + "a.a.load(a)\n"
    },
    "ring-of-classes": {
        "a": "from b import B\nclass A(B): pass\n" + HEAD + "A().f()\nload_dataset(A.x)\n",
        "b": "from a import A\nclass B(A): pass\n",
    },
    "ring-of-functions": {
        "a": HEAD + "from b import g\ndef f(x): return g(x)\ntorch.load(f('a'))\n",
        "b": "from a import f\ndef g(x): return f(x)\n",
    },
    "chain-of-imports": {
        "a": "from m0 import x\n" + HEAD + "torch.load(x)\nload_dataset(x)\n",
        **{f"m{n}": f"from m{n + 1} import x\n" for n in range(150)},
    },
    "chain-of-stars": {
        "a": "from m0 import *\n" + HEAD + "torch.load(x)\nload_dataset(y())\n",
        **{f"m{n}": f"from m{n + 1} import *\n" for n in range(150)},
    },
    "named-as-libraries": {
        "torch": "from torch import load\n",
        "a": HEAD + "load_dataset('x')\n",
        "datasets": "from datasets import load_dataset\nload_dataset = load_dataset\n",
    },
}

FLOW = [
    *_doubling(),
    *(_program(f"constants-{name}", text) for name, text in _CONSTANTS.items()),
    *(_program(f"ring-of-{name}", text) for name, text in _RINGS.items()),
    *_chains(),
    *(_several(f"programs-{name}", programs) for name, programs in _PROGRAMS.items()),
]
LINES = [*_lines()]
