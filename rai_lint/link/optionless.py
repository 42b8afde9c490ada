"""Whether a program takes no options at all: nothing that it imports reads the command line.

Only then may a document be told that an option of its command is never looked at. A library that
nobody here knows may read the command line by itself, so only those that surely do not are let
through.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rai_lint.link.program import Program
from rai_lint.model.module import Import

#: More modules than this are not followed.
_MAX_MODULES = 60
#: Libraries that are imported by programs and leave the command line alone.
_QUIET = frozenset(
    """accelerate aiohttp albumentations altair anthropic arch audiomentations bert_score
    bitsandbytes boto3 botocore bs4 catboost category_encoders chromadb cohere cv2 dask datasets
    decord dotenv duckdb einops emoji evaluate faiss fairlearn fastapi fastparquet feature_engine
    flair ftfy gensim gdown geopandas google groq h5py httpx huggingface_hub imageio imblearn
    imutils ipywidgets jiwer joblib kagglehub keras langchain langchain_chroma langchain_community
    langchain_core langchain_huggingface langchain_openai langchain_text_splitters langdetect
    langgraph librosa lightgbm lime lxml matplotlib mistralai mlxtend mpl_toolkits nltk networkx
    numba numpy nvidia onnx onnxruntime openai openpyxl optuna pandas pandera peft PIL pinecone
    plotly polars psutil psycopg2 pyarrow pycocotools pydantic pydicom pymongo pypdf PyPDF2
    qdrant_client rank_bm25 rapidfuzz redis regex requests rich rouge rouge_score sacrebleu
    safetensors scipy seaborn sentence_transformers sentencepiece shap simplejson sklearn skimage
    skops soundfile
    spacy sqlalchemy statsmodels sympy tabulate tenacity tensorflow tensorflow_datasets
    tensorflow_hub tensorflow_text termcolor tf_keras textblob tiktoken timm tokenizers torch
    torchaudio torchmetrics torchvision tqdm transformers trl umap unsloth urllib3 vllm wandb
    wordcloud xgboost yaml""".split()  # noqa: SIM905 - a table is easier to read than a list
)


def optionless(path: str, program: Program) -> str:
    """Return "" if a program surely takes no options, else why that is not known."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if len(seen) > _MAX_MODULES:
            return "the program imports more modules than are followed"
        names = program.ask(current)
        if names is None:
            return f"{current} was not read"
        if names.module.command_line:
            return f"{current} may read options in a way of its own"
        for item in names.module.imports:
            found = list(imported_files(current, item, program))
            if not found and not _is_quiet(item):
                return f"{current} imports {item.module}, which may read options"
            waiting += found
    return ""


def imported_files(importer: str, item: Import, program: Program) -> Iterator[str]:
    """Yield the files of the repository that an import runs, packages on the way included."""
    dotted = item.module.split(".") if item.module else []
    names = [".".join(dotted[:end]) for end in range(1, len(dotted) + 1)]
    if item.attribute and item.attribute != "*":
        names.append(".".join([*dotted, item.attribute]))
    for name in names:
        found = program.find(importer, name, item.level)
        if found is not None:
            yield found


def _is_quiet(item: Import) -> bool:
    root = item.module.partition(".")[0]
    return not item.level and (root in _QUIET or root in sys.stdlib_module_names)
